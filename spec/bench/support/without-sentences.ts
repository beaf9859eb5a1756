import ts from 'typescript';

/** JavaScript whose texts of several words are empty, to measure what the messages of a bundle cost. */
export function withoutSentences(code: string): string {
  const file = ts.createSourceFile('bundle.js', code, ts.ScriptTarget.ES2022, true);
  const kept: string[] = [];
  let end = 0;
  const visit = (node: ts.Node) => {
    if (isText(node) && /\S \S/.test(node.text)) {
      const source = node.getText(file);
      // The quotation marks, or the marks of a template's part.
      const [open = ''] = /^["'`}]/.exec(source) ?? [];
      const [close = ''] = /(?:\$\{|["'`])$/.exec(source) ?? [];
      kept.push(code.slice(end, node.getStart(file)), open, close);
      end = node.getEnd();
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return kept.join('') + code.slice(end);
}

function isText(node: ts.Node): node is ts.LiteralLikeNode {
  return ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateLiteralToken(node);
}
