/** The checkable rules of "How we write English" in CONTRIBUTING.md. */

/** The longest sentence, in words. Inline code counts as one word. */
export const maxWords = 25;

/** Phrases to avoid, and what to write instead. `CODE` stands for inline code and for inserted values. */
export const rules: readonly (readonly [phrase: RegExp, suggestion: string])[] = [
  // Negation.
  [
    /\b(is|are|was|were|be) no\b(?! (different|slower|faster|larger|more than|less than|longer (than|\w+ed\b)))/i,
    '"is not a …", "without …", or the verb: "the environment lacks a key"',
  ],
  [/\b(is|are|was|were|has|have) none\b/i, '"is not …", or the noun: "no API key"'],
  [/\bno more\b(?! than)/i, '"no longer"'],
  [/\bsays no\b/i, '"rejects"'],
  [/\bin no (error|log|spec|case)/i, '"never … in"'],

  // Name the noun.
  [
    /\bwhat (came|comes|has come|had come|went|stands|lies|remains|waits)\b/i,
    'the noun: "the response", "the partial reply"',
  ],
  [
    /\bwhat (is|was|has|had) (newer|known|unknown|missing|given|sent|asked|left|waiting|wrong|private|not|no|been)\b/i,
    'the noun: "newer events", "the missing field"',
  ],
  [
    /\bwhat (it|they|he|she|one) (was|were|is|are|had|has|did|gave|gives|got|gets|made|makes|took|takes)\b/i,
    'the noun: "its requests", "the result"',
  ],
  [/\b(whoever|whatever comes|whosoever)\b/i, 'the actor: "a caller that …"'],
  [/\b(the least that can|the most that can)\b/i, 'the noun: "a bare parser"'],
  [/\bnobody's\b/i, 'the reason'],

  // Verbs of RxJS and HTTP.
  [/\b(came|had come|has come|have come|coming in)\b/i, '"arrived", "received", "emitted so far"'],
  [/\b(is|are|was|were|been|be) left\b(?! (out|unchanged|open|alone|in place|unset))/i, '"unsubscribed", "remains"'],
  [
    /\b(leaving|leaves|leave|left) (the|a|an|its|this) (stream|run|request|source|reply|view|switch|race)\b/i,
    '"unsubscribing from …"',
  ],
  [/\b(way|ways) of leaving\b/i, '"any operator that unsubscribes"'],
  [/\bwhen you leave\b/i, '"when you unsubscribe"'],
  [/\b(is|are|was|were|be|been|when|error|overload) told\b/i, '"reported"'],
  [
    /\b(tell|tells|telling|told) (it|them|in|of|by|that|which|what|apart|the|a|an|whether|how)\b/i,
    '"report", "show", "distinguish"',
  ],
  [/\b(gives|gave)\b(?! up)/i, '"returns", "emits", "sends", "passes"'],
  [/\bgiven out\b/i, '"emitted"'],
  [/\b(given|give) (back|away)\b/i, '"returned"'],
  [
    /\b(held|hold|holds|holding) (against|to|back|by|the wire|the lock|it|this|these|them|those)\b/i,
    '"validated against", "checked by", "paused"',
  ],
  [/\bheld\b/i, '"kept", "checked", "paused"'],
  [/\bask(s|ed|ing)?( for| it| the \w+)?,? (anew|again|once more)\b/i, '"retry", "send again"'],
  [/\b(is|are|was|were) asked\b/i, '"is called", "is requested"'],
  [/\b(goes|go|gone|going|went) on\b/i, '"continues"'],
  [/\b(works|worked|work|working) (\w+ )?off\b/i, '"processes"'],
  [/\bfound good\b/i, '"passed validation"'],
  [/\bset to work\b/i, '"started"'],
  [/\bat work\b/i, '"running"'],
  [/\b(kept|keep|keeps) back\b/i, '"delayed", "buffered"'],
  [/\bmakes? (an? )?\w+ (out )?of (it|them|this|that)\b/i, '"converts it to …"'],
  [/\b(goes|go|went|gone|going) out\b/i, '"is sent", "is emitted"'],
  [/\blet (\w+ )?go\b/i, '"resumed", "released"'],

  // Plain words.
  [/\banew\b/i, '"again"'],
  [/\bafresh\b/i, '"again"'],
  [
    /(?<!\b(many|all|several|both|two|three|most|requests|streams|calls|everything|\d+|them) )\bat once\b/i,
    '"immediately"',
  ],
  [/\bfor good\b/i, '"permanently"'],
  [/\bby itself\b/i, '"automatically"'],
  [/\bin (the|its|this|that) manner\b/i, '"like …", "compatible with …"'],
  [/\bshall\b/i, '"must", "should", or the present tense'],
  [/\bwill do\b/i, '"works"'],
  [/\b(at|by) need\b/i, '"as needed"'],
  [/\blooked at\b/i, '"measured", "read", "checked"'],
  [/\b(is|are|was|were|not) wanted\b/i, '"if you (don\'t) need"'],
  [/\b(is|are|was|were|been|be|that|gets?) cut\b(?! (by|into|at|to|off|the|it))/i, '"truncated", "interrupted"'],
  [/\b(a|the|after a|its) cut\b/i, '"an interruption", "truncated"'],
  [/\b(is|are|be|was) (not )?whole\b/i, '"is complete"'],
  [
    /\bwhole (reply|replies|message|messages|one|ones|call|calls|response|turn|line|event|events|frame)\b/i,
    '"complete", "full"',
  ],
  [/\bis no JSON\b/i, '"is not valid JSON"'],
  [/\bJSON schema/, '"JSON Schema"'],
  [/\b(nor|neither) (does|do|is|are|was|were|did|has|have|can|may) (it|they|the|this)\b/i, 'a sentence with "not"'],
  [/\b(hitherto|thereof|wherein|thereby|whence|lest|henceforth|thereupon|besides,|behoves)\b/i, 'a plain word'],
  [/\bfrom (then|there|here) on\b/i, '"after that"'],
  [/\bunder way\b/i, '"running"'],

  // Bare "as", and "a" for "per".
  [/(^|[.:;] )errors as\b/i, '"Same errors as …"'],
  [/, as (CODE|on the|in the official|those|that of)/i, '"like …", "Same … as …"'],
  [
    /\b(tokens|deltas|characters|calls|events?|times?|once|twice|bytes|pages?|files?|ideas?|operators?|streams?|class|values|ms|requests|errors?|commands?) an? (second|minute|hour|frame|file|chunk|topic|stream|event|page|fragment|token|line|turn|idea|call|character|cause)\b/i,
    '"per"',
  ],
];
