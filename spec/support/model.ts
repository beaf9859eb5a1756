import fc from 'fast-check';

/** What one command does to the model and to the real thing. */
export interface Step<Model, Real> {
  /** Whether the step makes sense now. */
  readonly when?: (model: Model) => boolean;
  readonly run: (model: Model, real: Real) => void;
}

/** A step by its name: the arbitrary of its argument, and the step for one argument. */
export type Steps<Model, Real> = Record<string, fc.Arbitrary<Named<Model, Real>>>;

interface Named<Model, Real> extends Step<Model, Real> {
  readonly args: unknown;
}

export function step<Model, Real, Args>(
  args: fc.Arbitrary<Args>,
  make: (args: Args) => Step<Model, Real>,
): fc.Arbitrary<Named<Model, Real>> {
  return args.map((value) => ({ ...make(value), args: value }));
}

/** Commands of a model-based test; `compare` runs after each. */
export function commandsOf<Model extends object, Real>(
  steps: Steps<Model, Real>,
  compare: (model: Model, real: Real) => void,
): fc.Arbitrary<Iterable<fc.Command<Model, Real>>> {
  const commands = Object.entries(steps).map(([name, arbitrary]) =>
    arbitrary.map((given) => ({
      ...labelled(name, given),
      run: (model: Model, real: Real) => {
        given.run(model, real);
        compare(model, real);
      },
    })),
  );
  return fc.commands<Model, Real>(commands, { maxCommands: 40 });
}

/** The same for what answers in microtasks. */
export function asyncCommandsOf<Model extends object, Real>(
  steps: Steps<Model, Real>,
  compare: (model: Model, real: Real) => void,
): fc.Arbitrary<Iterable<fc.AsyncCommand<Model, Real, true>>> {
  const commands = Object.entries(steps).map(([name, arbitrary]) =>
    arbitrary.map((given) => ({
      ...labelled(name, given),
      check: (model: Readonly<Model>) => Promise.resolve(given.when?.(model) ?? true),
      run: async (model: Model, real: Real) => {
        given.run(model, real);
        await new Promise(setImmediate);
        compare(model, real);
      },
    })),
  );
  return fc.commands<Model, Real, true>(commands, { maxCommands: 30 });
}

function labelled<Model, Real>(name: string, { when = () => true, args }: Named<Model, Real>) {
  return { check: (model: Readonly<Model>) => when(model), toString: () => `${name}(${fc.stringify(args)})` };
}
