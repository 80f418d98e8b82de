/**
 * Whether the person's locale says that the terminal shows ASCII only: the first of these that is set decides, as for every program, and `C` or one of
 * another encoding than UTF-8 is such a locale. Where none is set, as in many containers, terminals show UTF-8 all the same.
 */
export function asciiOnly(environment: Readonly<Record<string, string | undefined>>): boolean {
  const locale = [environment["LC_ALL"], environment["LC_CTYPE"], environment["LANG"]].find(Boolean);
  return locale !== undefined && !/utf-?8/i.test(locale);
}
