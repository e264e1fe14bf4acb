/** Makes a directory and those above it; rejects with the system's error. */
export declare const makeDirectory: (directory: string) => Promise<void>;
