/** Which of the files that were chosen at once refer to each other: the server makes one model of those. */

const TEXT = /\.(ldr|mpd|dat)$/i;

/** The files in groups that belong together, in the order they came in. */
export async function together(files: File[]): Promise<File[][]> {
  const group = new Map(files.map((file) => [file, [file]]));
  const named = new Map(files.map((file) => [file.name.toLowerCase(), file]));
  for (const file of files.length > 1 ? files : []) {
    if (!TEXT.test(file.name)) continue;
    for (const name of references(await file.text())) {
      const other = named.get(name);
      if (!other || group.get(other) === group.get(file)) continue;
      const merged = [...group.get(file)!, ...group.get(other)!];
      for (const member of merged) group.set(member, merged);
    }
  }
  return [...new Set(group.values())].map((members) =>
    files.filter((file) => members.includes(file)),
  );
}

/** The names, without folders, of what a file places. */
function references(text: string): Set<string> {
  const found = new Set<string>();
  for (const line of text.split(/[\r\n]+/)) {
    const words = line.trim().split(/\s+/);
    if (words[0] !== "1" || words.length < 15) continue;
    found.add(words.slice(14).join(" ").toLowerCase().split(/[\\/]/).at(-1)!);
  }
  return found;
}
