/** Version of this package, told to the server in `user-agent`. */
export const version = '0.1.0';
