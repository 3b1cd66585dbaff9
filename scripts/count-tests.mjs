// Prints "PASSED FAILED" of a vitest JSON report, for shell scripts: node scripts/count-tests.mjs REPORT STATUS
import { countTests } from './vitest.mjs';

const [report, status] = process.argv.slice(2);
const { passed, failed } = countTests(report, Number(status));
console.log(`${passed} ${failed}`);
