// Prints what ICU, through Intl, gives for the facts of icu.py: {tag: {item: text}}.
const tags = JSON.parse(process.argv[2]);
const day = (text) => new Date(`${text}T12:00:00Z`);
const out = {};
for (const tag of tags) {
  const number = (value, options = {}) =>
    new Intl.NumberFormat(tag, { maximumFractionDigits: 20, ...options }).format(value);
  const date = (options) => new Intl.DateTimeFormat(tag, { timeZone: "UTC", ...options });
  const [y, M, d, E] = [{ year: "numeric" }, { month: "long" }, { day: "numeric" }, { weekday: "long" }];
  const rows = {};
  for (const n of [1000, 10000, 100000, 1234567.5, -5]) rows[`number ${n}`] = number(n);
  for (const n of [5, 12.5]) {
    rows[`percentage ${n} short`] = number(n / 100, { style: "percent", maximumFractionDigits: 1 });
    rows[`percentage ${n} long`] = number(n, { style: "unit", unit: "percent", unitDisplay: "long" });
  }
  for (const n of [1e6, 1.5e6, 2e8])
    for (const width of ["short", "long"])
      rows[`compact ${n} ${width}`] = number(n, { notation: "compact", compactDisplay: width, maximumFractionDigits: 2 });
  for (const [n, unit] of [[1, "kilometer"], [30, "kilometer"], [1, "hour"], [2, "hour"], [2, "day"], [5, "year"]])
    for (const width of ["short", "long"])
      rows[`unit ${n} ${unit} ${width}`] = number(n, { style: "unit", unit, unitDisplay: width });
  for (const n of [1, 2, 5, 12.5]) {
    const money = { style: "currency", currency: "EUR", maximumFractionDigits: 2, minimumFractionDigits: n % 1 ? 2 : 0 };
    rows[`name ${n} EUR`] = number(n, { ...money, currencyDisplay: "name" });
    rows[`symbol ${n} EUR`] = number(n, money);
  }
  for (const one of ["2022-01-17", "2022-03-01"]) {
    rows[`date ${one}`] = date({ ...y, ...M, ...d }).format(day(one));
    rows[`date ${one} day`] = date({ ...E, ...M, ...d }).format(day(one));
    rows[`date ${one} full`] = date({ ...E, ...y, ...M, ...d }).format(day(one));
    rows[`date ${one} short`] = date({ year: "numeric", month: "numeric", day: "numeric" }).format(day(one));
  }
  for (const [a, b] of [["2022-01-17", "2022-01-21"], ["2022-01-31", "2022-02-04"], ["2021-12-30", "2022-01-03"]])
    rows[`interval ${a}/${b}`] = date({ ...y, ...M, ...d }).formatRange(day(a), day(b));
  const ordinals = new Intl.PluralRules(tag, { type: "ordinal" });
  rows.ordinals = [1, 2, 3, 4, 11, 12, 13, 21, 22, 23].map((n) => ordinals.select(n)).join(" ");
  out[tag] = rows;
}
console.log(JSON.stringify(out));
