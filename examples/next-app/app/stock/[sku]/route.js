import { withAction } from "clew";

const SHELVES = { chair: 12, table: 3, lamp: 0, shelf: 7, sofa: 1 };

/** How many are left of a thing. */
export async function GET(_request, { params }) {
  const { sku } = await params;
  const left = await withAction("shelf.count", { sku }, async (action) => {
    // Nobody knows where in the store the sofas are.
    if (sku === "sofa") await new Promise((resolve) => setTimeout(resolve, 80));
    if (SHELVES[sku] === 0) throw new RangeError(`${sku} is sold out`);
    action.addSuccessFields({ left: SHELVES[sku] });
    return SHELVES[sku];
  });
  return Response.json({ sku, left });
}
