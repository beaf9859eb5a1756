export const HAIKU = `Small words, one by one,
a river learning to speak.
The sea reads along.`;

export const SHORT_STORY = `The lighthouse keeper of Ostrey had not seen a ship in eleven years, but every evening she climbed the hundred and nine steps and lit the lamp.

"Why do you bother?" asked the gull that lived on the railing.

"Somebody might be out there," she said.

One night the fog came in so thick that the beam ended an arm's length from the glass. She lit the lamp all the same. Towards morning she heard oars, and then a voice: "We saw a glow. Only a glow, but it stayed where it was, so we rowed to it."

There were nine of them, wet and laughing. She made tea for all. The gull said nothing, but the next evening it went up the stairs ahead of her.`;

export const CREATIVE_STORY = `In the city of Velm, shadows were rented by the hour. The rich wore three at a time; the poor walked about in plain light, casting nothing.

Ines repaired them. She stitched a dancer's shadow that had torn at the ankle, and washed soot from a banker's. One afternoon a boy brought her a shadow no bigger than a handkerchief.

"It was my cat's," he said. "Can you make it move again?"

She held it up against the window for a long time. Then she cut a thread from the hem of her own shadow and sewed the little one to the boy's heel.

He ran home through the evening, and behind him on the cobbles, a step late as cats are, something small began to follow.`;

export const ESSAY = `# On Waiting

We are used to thinking of waiting as time that is lost. A queue, a loading bar, a kettle: between us and what we want lies a stretch of nothing, and progress means making it shorter. There is truth in that. Nobody misses the weeks a letter once took to cross an ocean, least of all those who needed its answer.

And yet waiting has a shape, and the shape matters more than the length. Ten seconds of silence are longer than a minute in which something happens. A storyteller knows this. She does not hand over the ending and be done; she gives a sentence, and then another, and each is both an arrival and a promise. What we call suspense is nothing else than waiting that has been given form.

The same holds for conversation. When we ask a question and the other begins to speak, we do not wait for the last word before we start to understand. We lean in, we guess, we are surprised; halfway through a sentence we may already raise a hand, because we have heard enough. A reply that comes piece by piece can be interrupted, and whoever can be interrupted is taking part in a conversation rather than delivering a verdict.

Rivers are the old image for this, and a good one. A river can be dammed and measured, poured out in buckets, and the buckets hold the same water. But a mill needs the current. Much of what is worth having turns out to be of this kind: it does its work while it flows, and a heap of it, however large, does not do the same.

None of this makes slowness a virtue. The point is a smaller one. Where we cannot shorten the way, we can let the traveller see the road; where an answer takes its time, we can begin with its beginning. Waiting that is shared stops being empty. It becomes attention, and attention is most of what we have to give each other.`;

const CHAPTERS = [
  ['The Harbour of Unsent Letters', 'a harbour', 'letters nobody had dared to send', 'the ferryman'],
  ['The Glass Orchard', 'an orchard of glass', 'pears that rang when the wind touched them', 'the old gardener'],
  ['The Town That Slept by Day', 'a town with its shutters closed', 'lamps without flames', 'the baker'],
  ['Under the Hill', 'a door under a hill', 'stairs that counted themselves', 'a mole in spectacles'],
  ['The Borrowed Winter', 'a valley deep in snow', 'snowflakes with addresses on them', 'the postmistress'],
  ['The Market of Small Hours', 'a market', 'minutes sold by the dozen', 'a seller of half hours'],
  ['The Bridge of One Word', 'a bridge', 'planks that held only who told the truth', 'the toll keeper'],
  ['The House With No Inside', 'a house', 'rooms that were all windows', 'the caretaker'],
  ['The Choir of Kettles', 'an inn', 'kettles that sang in parts', 'the landlady'],
  ['The Map Maker', 'a tower', 'maps of places that were not yet there', 'the map maker'],
  ['The River That Turned Back', 'a river', 'boats that drifted towards their harbours', 'a boy with a net'],
  ['The Last Lamp', 'a lamp on a hill', 'a flame as small as a seed', 'the woman who had sent her'],
] as const;

/** About two thousand tokens, to have something to interrupt. */
export function longStory(): string {
  const chapters = CHAPTERS.map(
    ([title, place, wonder, other], i) => `## ${i + 1}. ${title}

On the ${DAYS[i] ?? 'last'} day Mara came to ${place}. She had walked since sunrise with the brass compass in her coat, the one that pointed to whatever was missing, and here its needle stood still for the first time in hours. What she found were ${wonder}, and for a while she forgot that she was tired.

"You are looking for something," said ${other}, who had watched her come.

"I was told that I would know it when I saw it," said Mara. "Is it here?"

"A part of it is. Nobody finds it in one piece." ${capitalised(other)} put something into her hand, light as a breath, and closed her fingers over it. "Do not look until you are over the next hill. And when you are asked where you got it, say that it was given."

She went on before dark. Behind her somebody was whistling, and the needle began to swing again.`,
  );
  return `# The Compass of Missing Things\n\n${chapters.join('\n\n')}\n\nThen Mara opened her hand. Twelve pieces lay in it, and together they were the road home.`;
}

const DAYS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
  'eleventh',
  'twelfth',
];

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
