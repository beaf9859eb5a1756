import { CREATIVE_STORY, ESSAY, HAIKU, longStory, SHORT_STORY } from './scripted-prose.ts';
import { ASKS_WEATHER } from './scripted-weather.ts';

const CAPITALS: Readonly<Record<string, string>> = {
  australia: 'Canberra',
  brazil: 'Brasília',
  canada: 'Ottawa',
  egypt: 'Cairo',
  france: 'Paris',
  germany: 'Berlin',
  india: 'New Delhi',
  italy: 'Rome',
  japan: 'Tokyo',
  spain: 'Madrid',
};

const DEFINITIONS: Readonly<Record<string, string>> = {
  python:
    'Python is a high-level, interpreted programming language known for its readable syntax. It is used for web development, data science, automation and much more.',
  javascript:
    'JavaScript is the programming language of the web. It runs in every browser and, with Node.js, on servers, and its event loop makes it a good fit for asynchronous work.',
  typescript:
    'TypeScript is JavaScript with static types. Its compiler finds many mistakes before the program runs, and then leaves plain JavaScript.',
  rust: 'Rust is a systems programming language that guarantees memory safety without a garbage collector. Its ownership rules are checked by the compiler.',
  rxjs: 'RxJS is a library for composing asynchronous and event-based programs from observable sequences.',
};

const LIST_COMPREHENSION = `A list comprehension builds a list from an iterable in one expression:

\`\`\`python
squares = [n * n for n in range(10) if n % 2 == 0]
# [0, 4, 16, 36, 64]
\`\`\``;

const LIST_COMPREHENSION_AT_LENGTH = `${LIST_COMPREHENSION}

Read it from the middle: for every \`n\` in the range, if \`n\` is even, take \`n * n\`. The same with a loop needs four lines:

\`\`\`python
squares = []
for n in range(10):
    if n % 2 == 0:
        squares.append(n * n)
\`\`\`

Use a comprehension while it fits on one line and has no side effects; beyond that, the loop is easier to read.`;

const APPROACH = `Here is how I would solve it:

1. Write down what is known and what is asked for.
2. Break the problem into parts that can be solved one by one.
3. Solve the smallest part first and check it with an example.
4. Put the parts together and check the whole against the question.

Give me the details of the problem and I will go through these steps with you.`;

interface Asked {
  readonly question: string;
  /** The texts of the user in this conversation, the latest first, including the question. */
  readonly said: readonly string[];
  readonly system: string;
}

/** The first function that returns a text decides. */
const answers: readonly ((asked: Asked) => string | undefined)[] = [
  ({ question, said }) =>
    /\b(what['’]?s|what is|know|remember) my name\b/i.test(question) ? nameAnswer(said) : undefined,
  ({ question }) => {
    const name = nameIn(question);
    return name && `Hi ${name}! It's nice to meet you. How can I help you today?`;
  },
  ({ question }) => sum(question),
  ({ question }) => count(question),
  ({ question }) => (/\bhaiku\b/i.test(question) ? HAIKU : undefined),
  ({ question }) => capital(question),
  ({ question }) => (/\blong\b.*\bstory\b/i.test(question) ? longStory() : undefined),
  ({ question }) => (/\bcreative\b.*\bstory\b/i.test(question) ? CREATIVE_STORY : undefined),
  ({ question }) => (/\bstory\b/i.test(question) ? SHORT_STORY : undefined),
  ({ question }) => (/\bessay\b/i.test(question) ? ESSAY : undefined),
  ({ question, system }) => {
    if (!/\blist comprehensions?\b/i.test(question)) return undefined;
    return /\b(concise|brief|short)\b/i.test(system) ? LIST_COMPREHENSION : LIST_COMPREHENSION_AT_LENGTH;
  },
  ({ question }) => DEFINITIONS[/\bwhat(?:['’]?s| is) (\w+)/i.exec(question)?.[1]?.toLowerCase() ?? ''],
  ({ question }) =>
    ASKS_WEATHER.test(question)
      ? "I can't see the weather from here. Give me a tool such as `get_weather` and I will ask it."
      : undefined,
  ({ question }) => (/\b(solve|problem)\b/i.test(question) ? APPROACH : undefined),
  ({ question }) => (/^\W*(hello|hi|hey)\b/i.test(question) ? 'Hello! How can I help you today?' : undefined),
];

/**
 * The answer of the script to a text. It knows the prompts of the examples; for any other, it says that it is a script.
 */
export function scriptedAnswer(question: string, said: readonly string[], system: string): string {
  for (const answer of answers) {
    const text = answer({ question, said, system });
    if (text !== undefined) return text;
  }
  const quote = question.replace(/\s+/g, ' ').trim().slice(0, 200);
  return `You wrote: "${quote}". I am a small script that stands in for the model, so I have no real answer to that. Ask me for a story, a haiku, an essay, 2+2, a capital, or the weather.`;
}

function nameIn(text: string): string | undefined {
  const pattern = /\b(?:[Ii]['’]m|I am|[Mm]y name is|[Cc]all me) (\p{Lu}[\p{L}\p{M}'’-]*(?: \p{Lu}[\p{L}\p{M}'’-]*)*)/u;
  return pattern.exec(text)?.[1];
}

function nameAnswer(said: readonly string[]): string {
  const name = said.map(nameIn).find((each) => each !== undefined);
  return name === undefined ? "I don't know your name yet. What is it?" : `Your name is ${name}.`;
}

function sum(question: string): string | undefined {
  const match = /(-?\d+(?:\.\d+)?)\s*([-+*/×÷])\s*(-?\d+(?:\.\d+)?)/.exec(question);
  if (!match || !/\b(what|how much|calculate|compute|solve)\b|^[^a-z]*$/i.test(question)) return undefined;
  const [, left = '', sign = '', right = ''] = match;
  const [a, b] = [Number(left), Number(right)];
  const value = { '+': a + b, '-': a - b, '*': a * b, '×': a * b, '/': a / b, '÷': a / b }[sign];
  return value !== undefined && Number.isFinite(value)
    ? `${left} ${sign} ${right} = ${Number(value.toPrecision(12))}.`
    : 'That has no value: one cannot divide by zero.';
}

function count(question: string): string | undefined {
  const to = /\bcount (?:from \d+ )?(?:up )?to (\d+)/i.exec(question)?.[1];
  return to && Array.from({ length: Math.min(Number(to), 1000) }, (_, i) => i + 1).join(', ');
}

function capital(question: string): string | undefined {
  const country = /\bcapital of (?:the )?(\p{L}+)/iu.exec(question)?.[1];
  const city = CAPITALS[country?.toLowerCase() ?? ''];
  return country && city && `The capital of ${country} is ${city}.`;
}
