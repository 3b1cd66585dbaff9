import * as cambium from 'cambium';
import { tryOut } from './tiny.mjs';

console.log(JSON.stringify(await tryOut(cambium)));
