import { headers } from "next/headers";

const ORDERED = ["chair", "table", "lamp", "shelf", "sofa"];

/** An order: what it holds is asked of the stock, over HTTP. */
export default async function Order({ params }) {
  const { id } = await params;
  const sku = ORDERED[id % ORDERED.length];
  const stock = await fetch(`http://${(await headers()).get("host")}/stock/${sku}`);
  if (!stock.ok) throw new Error(`no order ${id}: the stock answered ${stock.status}`);
  const { left } = await stock.json();
  return (
    <p>
      One {sku}, {left} left
    </p>
  );
}
