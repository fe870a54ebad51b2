import { describe, expect, it } from "vitest";
import { together } from "./together";

const line = (name: string): string => `1 4 0 0 0 1 0 0 0 1 0 0 0 1 ${name}`;
const file = (name: string, ...lines: string[]): File => new File([lines.join("\r\n")], name);

describe("files chosen at once", () => {
  it("go together when they refer to each other, whatever the case and the folder", async () => {
    const files = [
      file("wheel.ldr", line("s\\Own.dat")),
      file("other.ldr", line("3001.dat")),
      file("own.dat"),
      file("Car.ldr", "0 Car", line("3001.dat"), line("Wheel.LDR  ")),
      file("studio.io"),
    ];
    const groups = await together(files);
    expect(groups.map((group) => group.map(({ name }) => name))).toEqual([
      ["wheel.ldr", "own.dat", "Car.ldr"],
      ["other.ldr"],
      ["studio.io"],
    ]);
  });
});
