/** Names WebAssembly's types for programs that are compiled without TypeScript's library "DOM", which declares them. */

// Empty interfaces merge with those of "DOM" where it is there, and change nothing of them.
declare global {
  namespace WebAssembly {
    interface Memory {}
    interface Module {}
  }
}

export {};
