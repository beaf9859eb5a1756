/** Version of this package, sent to the server in `user-agent`. */
export const version = '0.2.0';
