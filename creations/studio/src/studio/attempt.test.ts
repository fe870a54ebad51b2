import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { attempt, tellUncaught } from "./attempt";
import { Away } from "./network";
import { Page } from "./page";
import { Refusal } from "./refusal";

const logged: unknown[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  logged.length = 0;
  for (const way of ["info", "error"] as const)
    vi.spyOn(console, way).mockImplementation((error) => void logged.push(error));
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("what a person asked for", () => {
  it("says why it cannot be done, in the refusal's own words", async () => {
    const page = new Page();
    const refusal = new Refusal("A model cannot contain itself.");
    await attempt(page, "Paste", () => {
      throw refusal;
    });
    expect(page.message).toBe("A model cannot contain itself.");
    expect(logged).toEqual([refusal]);
  });

  it("says that the network is away, also when that shows later", async () => {
    const page = new Page();
    await attempt(page, "Mirror", () => Promise.reject(new Away("no route")));
    expect(page.message).toBe("The network is away. Please try again.");
  });

  it("names what did not work when the program is wrong, without the program's words", async () => {
    const page = new Page();
    const error = new TypeError("undefined is not a function");
    await attempt(page, "Duplicate", () => {
      throw error;
    });
    expect(page.message).toContain("“Duplicate” did not work");
    expect(page.message).not.toContain("undefined");
    expect(logged).toEqual([error]);
  });

  it("says nothing when all is well, and takes a sentence away after a while", async () => {
    const page = new Page();
    await attempt(page, "Copy", () => undefined);
    expect(page.message).toBe("");
    page.say("Something happened.");
    vi.advanceTimersByTime(60_000);
    expect(page.message).toBe("");
  });
});

describe("what nobody caught", () => {
  const window = new EventTarget();

  beforeEach(() => void vi.stubGlobal("window", window));
  afterEach(() => void vi.unstubAllGlobals());

  it("is said and logged, of handlers as of promises", () => {
    const page = new Page();
    tellUncaught(page);
    const error = new TypeError("unforeseen");
    window.dispatchEvent(Object.assign(new Event("error"), { error }));
    expect(page.message).toContain("Something did not work.");
    window.dispatchEvent(
      Object.assign(new Event("unhandledrejection"), { reason: new Away("no route") }),
    );
    expect(page.message).toBe("The network is away. Please try again.");
    expect(logged).toHaveLength(2);
  });

  it("is none of ours when the browser complains without an error", () => {
    const page = new Page();
    tellUncaught(page);
    window.dispatchEvent(new Event("error"));
    expect(page.message).toBe("");
  });
});
