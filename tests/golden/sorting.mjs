// Sorts words as ICU does, through Intl.Collator: [[tag, [word …]] …] → [[word …] …].
const lists = JSON.parse(process.argv[2]);
console.log(JSON.stringify(lists.map(([tag, words]) => [...words].sort(new Intl.Collator(tag).compare))));
