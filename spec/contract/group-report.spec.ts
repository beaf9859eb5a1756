import { describe, expect, it } from '@jest/globals';
import { groupReport } from './group-report.ts';

const report = [
  '## API Report File for "x"',
  '```ts',
  "import { Observable } from 'rxjs';",
  "import { Other } from 'rxjs';",
  '// @public\nexport interface A {\n    // (undocumented)\n    a: string;\n}',
  '// @public (undocumented)\nexport const b: number;',
  '// @public\nexport class C {\n}',
  '// (No @packageDocumentation comment for this package)',
  '```',
]
  .join('\r\n\r\n')
  .replace(';\r\n\r\nimport { Other', ';\r\nimport { Other');
const index =
  "// First\nexport { b } from './b.ts';\nexport {\n  type A,\n} from './a.ts';\n\n// Second\nexport type { C } from './c.ts';\n";

describe('the report of an entry', () => {
  it('has the declarations below the titles of its index, without the lines that every declaration has', () => {
    expect(groupReport(report, index, 'x')).toBe(`# x

Written by \`npm run api:update\`: do not edit.

\`\`\`ts
import { Observable } from 'rxjs';
import { Other } from 'rxjs';
\`\`\`

## First

\`\`\`ts
export interface A {
    a: string;
}

export const b: number;
\`\`\`

## Second

\`\`\`ts
export class C {
}
\`\`\`
`);
  });

  it('is one section without titles', () => {
    expect(groupReport(report, index.replaceAll(/^\/\/ .*\n/gm, ''), 'x')).not.toContain('## ');
  });

  it('refuses a declaration that no section exports', () => {
    expect(() => groupReport(report, '// First\n', 'x')).toThrow('x: no section of its index.ts exports A');
  });
});
