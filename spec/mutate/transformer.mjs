import process from 'node:process';
import tsJest from 'ts-jest';

/** Puts the mutant of the environment into its file, on the way to ts-jest: the file itself never changes. */
function mutated(source, path) {
  if (!process.env.MUTANT) return source;
  const { file, start, end, text } = JSON.parse(process.env.MUTANT);
  return path === file ? source.slice(0, start) + text + source.slice(end) : source;
}

export default {
  createTransformer(options) {
    const inner = tsJest.default.createTransformer(options);
    return {
      process: (source, path, rest) => inner.process(mutated(source, path), path, rest),
      processAsync: (source, path, rest) => inner.processAsync(mutated(source, path), path, rest),
      getCacheKey: (source, path, rest) => inner.getCacheKey(mutated(source, path), path, rest),
    };
  },
};
