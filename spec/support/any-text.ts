import fc from 'fast-check';

/** Characters and parts of characters that are easy to cut in the wrong place. */
export const textBits = fc.constantFrom(
  ...['a', 'B', ' ', '  ', '\n', '\r\n', '\r', '.', '. ', '! ', "'", '"', ',', '3', '.5', '_', '-', '\u00ad', '\u2029'],
  ...[
    '👩‍👩‍👧',
    '🇫🇷',
    '🇩',
    '👍🏽',
    '🏽',
    '\u200d',
    '❤️',
    'é',
    'e\u0301',
    '\u0301\u0302',
    'ก',
    'นี้',
    '한',
    'ᄒ',
    'ᅡ',
    'क्षि',
    '्',
  ],
  ...['日本語', '。', 'ラーメン', '你好，', 'สวัสดี', 'שלום', 'مرحبا ', '\u202e', '\ud83d', '\ude00', '\udfff', '\0'],
);

export const anyText = fc.oneof(
  fc.array(textBits, { maxLength: 40 }).map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
