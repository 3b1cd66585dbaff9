// CommonJS loads the package, which is an ES module, with import().
(async () => {
  const cambium = await import('cambium');
  const { tryOut } = await import('./tiny.mjs');
  console.log(JSON.stringify(await tryOut(cambium)));
})();
