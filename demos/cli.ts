/** `npm start`: the command of the package, from its source. */
import '../lib/cli/main.ts';
