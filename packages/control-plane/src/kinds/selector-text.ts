interface Expression {
  key: string;
  operator: string;
  values?: readonly string[];
}

const expressionText = ({ key, operator, values = [] }: Expression): string => {
  if (operator === "Exists") return key;
  if (operator === "DoesNotExist") return `!${key}`;
  return `${key} ${operator.toLowerCase()} (${values.toSorted().join(",")})`;
};

/** A label selector as text that a label selector's reader takes again, by the keys' order; `<none>` when it selects everything. */
export function selectorText(selector: unknown): string {
  const { matchLabels, matchExpressions } = (selector ?? {}) as {
    matchLabels?: Readonly<Record<string, string>>;
    matchExpressions?: readonly Expression[];
  };
  const terms = [
    ...Object.entries(matchLabels ?? {}).map(([key, value]) => ({ key, text: `${key}=${value}` })),
    ...(matchExpressions ?? []).map((one) => ({ key: one.key, text: expressionText(one) })),
  ];
  if (terms.length === 0) return "<none>";
  terms.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return terms.map(({ text }) => text).join(",");
}
