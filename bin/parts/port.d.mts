export const portProblem: (port: number, host: string) => Promise<string | undefined>;
export const freePort: () => Promise<number>;
