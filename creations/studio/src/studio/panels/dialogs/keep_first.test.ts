import { describe, expect, it } from "vitest";
import { NotKept } from "../../document/keeping/door";
import type { Link } from "../../document/keeping/link";
import { keepFirst } from "./keep_first";

const told = (why: "signed-out" | "offline") => {
  const link = { flush: () => Promise.reject(new NotKept(why)) } as unknown as Link;
  return keepFirst({ link }).then(
    () => "",
    (error: Error) => error.message,
  );
};

describe("saving what the server does not have yet", () => {
  it("says as the header does that one is signed out", async () => {
    expect(await told("signed-out")).toContain("You are signed out");
    expect(await told("offline")).toContain("The network is away");
  });
});
