import { work } from "../../../work.js";

export const dynamic = "force-dynamic";

export async function GET(_request, { params }) {
  const { id } = await params;
  return Response.json(await work(Number(id)));
}
