/** Settings of one member of a toolset. */
export interface ToolsetMemberConfig {
  /** Whether the model may call it. The default depends on the member. */
  enabled?: boolean | null | undefined;
  /** Omits it until tool search finds it; must be the same for all enabled members. */
  defer_loading?: boolean | null | undefined;
}

/** Settings of a toolset's members by name. */
export type ToolsetConfigs<Member extends string> = Partial<Record<Member, ToolsetMemberConfig | null | undefined>>;
