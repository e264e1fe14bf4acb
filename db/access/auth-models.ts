const times = { createdAt: "created_at", updatedAt: "updated_at" } as const;

/** better-auth's models under the names of our tables and columns. */
export const AUTH_MODELS = {
  user: { modelName: "users", fields: { emailVerified: "email_verified", ...times } },
  session: {
    modelName: "sessions",
    fields: {
      userId: "user_id",
      expiresAt: "expires_at",
      ipAddress: "ip_address",
      userAgent: "user_agent",
      ...times,
    },
  },
  account: {
    modelName: "accounts",
    fields: {
      userId: "user_id",
      accountId: "account_id",
      providerId: "provider_id",
      accessToken: "access_token",
      refreshToken: "refresh_token",
      idToken: "id_token",
      accessTokenExpiresAt: "access_token_expires_at",
      refreshTokenExpiresAt: "refresh_token_expires_at",
      ...times,
    },
  },
  verification: { modelName: "verifications", fields: { expiresAt: "expires_at", ...times } },
} as const;

/** What we add to a user. `role` may come from a provider's claim; no route of ours lets a person send it. */
export const USER_FIELDS = {
  role: { type: "string" as const, required: false, defaultValue: "viewer", input: true },
  disabledAt: { type: "date" as const, required: false, input: false, fieldName: "disabled_at" },
};
