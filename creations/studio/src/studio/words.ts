/** The page's sentences in the visitor's language: English stands here, the page brings the rest. */

const element = typeof document === "undefined" ? null : document.getElementById("words");
const words = JSON.parse(element?.textContent ?? "{}") as Record<string, string | [string, string]>;
const language = typeof document === "undefined" ? "en" : document.documentElement.lang || "en";
const plural = new Intl.PluralRules(language);

type Values = Record<string, string | number>;

function fill(text: string, values: Values): string {
  return text.replace(/%\((\w+)\)[sd]/g, (whole, name: string) =>
    name in values ? shown(values[name]!) : whole,
  );
}

function shown(value: string | number): string {
  return typeof value === "number"
    ? value.toLocaleString(language, { maximumFractionDigits: 2 })
    : value;
}

/** A sentence; `%(name)s` in it takes a value. */
export function _(text: string, values: Values = {}): string {
  const found = words[text];
  return fill(typeof found === "string" ? found : text, values);
}

/** A sentence with a number `%(n)s`, in the form that number asks for. */
export function n_(one: string, many: string, n: number, values: Values = {}): string {
  const found = words[one];
  const forms = Array.isArray(found) ? found : [one, many];
  return fill(plural.select(n) === "one" ? forms[0]! : forms[1]!, { n, ...values });
}

/** As the visitor writes numbers, with so many decimals at most. */
export function number(value: number, digits = 2): string {
  return value.toLocaleString(language, { maximumFractionDigits: digits });
}

/** Minor units of a currency (ISO 4217), as the visitor writes money. */
export function money(cents: number, currency: string): string {
  return new Intl.NumberFormat(language, { style: "currency", currency }).format(cents / 100);
}
