import { describe, expect, it } from "vitest";
import { left, told } from "./countdown";

describe("a countdown", () => {
  it("shows minutes and seconds, and never less than nothing", () => {
    expect([900, 65, 59.2, 0, -3].map(left)).toEqual(["15:00", "1:05", "1:00", "0:00", "0:00"]);
  });

  it("warns two minutes before the end, and says when it is over", () => {
    expect([121, 120, 1, 0, -60].map(told)).toEqual(["", "warning", "warning", "over", "over"]);
  });
});
