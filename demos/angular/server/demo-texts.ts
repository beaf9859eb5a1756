/** Three answers to one question, as long and as deep as each model likes to answer. */
export const saltySea: Readonly<Record<string, string>> = {
  'claude-haiku-4-5': `**Rain and rivers bring the salt; the sun takes only the water.**

- Rain is slightly acidic and dissolves minerals from rock.
- Rivers carry them to the sea.
- Water evaporates, salt stays.

After four billion years, a litre of sea water holds about 35 grams of salt.`,
  'claude-sonnet-5': `The sea is salty because it is where water leaves its luggage.

Rain picks up carbon dioxide from the air and becomes a weak acid. As it runs over rock, it dissolves tiny amounts of minerals, mostly **sodium**, calcium and magnesium. Rivers carry them downhill. You cannot taste them there: river water holds about 0.1 grams per litre.

In the sea, the sun evaporates the water and leaves the minerals behind. The water falls as rain elsewhere and begins another round, and each round adds a little. **Chloride** comes mainly from volcanoes, on land and under water.

Why is the sea not getting saltier, then? Salt leaves it, too: shells, sediments and salt flats bind about as much as rivers bring. The balance stands at 35 grams per litre.`,
  'claude-opus-4-8': `It helps to split the question in two: where does the salt come from, and why does it stay?

### Where it comes from

Two sources meet. Rain, slightly acidic from the carbon dioxide in the air, weathers rock on land and frees **sodium**. Volcanoes and hot springs on the sea floor give off **chloride**. Neither alone is table salt; they meet in the water as separate ions and become salt only when the water dries.

### Why it stays

Evaporation is selective. A molecule of water needs little energy to leave the surface, an ion needs far more. So the sun distils the ocean, about a metre of its depth every year, and the rain that returns is fresh.

### Why it does not grow

Edmond Halley proposed in 1715 to read the age of the Earth from the salt of the sea. He would have been wrong by a factor of fifty, because the sea also *loses* salt: into sediments, into the crust beneath hot springs, into salt flats where a bay dries out. A sodium ion remains for some 70 million years, a calcium ion, which shells use up, for one.

So 35 grams per litre is not a sum that grows; it is a level, like the water in a basin with an open tap and an open drain.`,
};

export const sorting = `Three ways to sort a list, from simple to fast:

| Algorithm | Average | Worst | Stable |
|---|---|---|---|
| Insertion sort | n² | n² | yes |
| Quicksort | n log n | n² | no |
| Merge sort | n log n | n log n | yes |

**Merge sort** is the one to remember: split the list, sort both halves, and merge them.

\`\`\`ts
function sort(list: number[]): number[] {
  if (list.length < 2) return list;
  const middle = list.length >> 1;
  return merge(sort(list.slice(0, middle)), sort(list.slice(middle)));
}
\`\`\`

- Use insertion sort for *short* or nearly sorted lists.
- Use merge sort when equal elements must keep their order.
- In daily work, call \`list.toSorted()\`: engines use a hybrid of both.`;

export const planets = [
  { name: 'Mercury', moons: 0, kilometres: 4_879, note: 'A year of 88 days' },
  { name: 'Venus', moons: 0, kilometres: 12_104, note: 'Hotter than Mercury' },
  { name: 'Earth', moons: 1, kilometres: 12_756, note: 'Liquid water' },
  { name: 'Mars', moons: 2, kilometres: 6_792, note: 'The tallest volcano' },
  { name: 'Jupiter', moons: 97, kilometres: 142_984, note: 'A storm for centuries' },
  { name: 'Saturn', moons: 274, kilometres: 120_536, note: 'Lighter than water' },
  { name: 'Uranus', moons: 28, kilometres: 51_118, note: 'Rolls on its side' },
  { name: 'Neptune', moons: 16, kilometres: 49_528, note: 'Supersonic winds' },
];
