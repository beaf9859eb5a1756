/** Five blocks of Markdown: a heading, a paragraph, a list, code and a table. */
export const markdownPart = (i: number) => `## Part ${i}

The **quick** brown fox, number \`${i}\`, jumps over [the lazy dog](https://example.com/${i}) and *runs* on.

- one ${i}
- two **bold**
- three

\`\`\`ts
const a${i} = ${i};
\`\`\`

| a | b |
| --- | --- |
| ${i} | x |

`;
