// @ts-check
// What the shop does with an order. One part is slow (the taxes of the islands), one fails (a coupon that was entered
// badly), one is retried (the payment). The log, not this file, is meant to tell which.
import { setTimeout as sleep } from "node:timers/promises";
import { currentAction, logMessage, withAction } from "clew";
import { withScope } from "clew/scope";

/** @typedef {{ id: number, customer: string, region: string, coupon: string | null, items: { sku: string, quantity: number }[] }} Order */

/** What a coupon takes off, as the marketing department entered it. @type {Record<string, unknown>} */
const COUPONS = { "TEN-OFF": 0.1, "SPRING-24": "15%", FRIENDS: 0.2 };

/** @type {Record<string, number>} */
const TAX_RATES = { north: 0.19, south: 0.21, islands: 0.07 };

class PaymentTimeout extends Error {
  name = "PaymentTimeout";
}

/** @param {Order} order @param {() => number} random */
export async function placeOrder(order, random) {
  return withAction("order.place", { order: order.id, region: order.region, coupon: order.coupon }, async (action) => {
    await withScope({ name: "stock" }, (scope) => {
      for (const { sku, quantity } of order.items) {
        scope.spawn(() => reserve(random), { name: "stock.reserve", fields: { sku, quantity } });
      }
    });
    const price = await quote(order, random);
    const charge = await pay(order, price, random);
    await withAction("order.save", () => sleep(1 + 2 * random()));
    action.addSuccessFields({ price, charge });
    return { price, charge };
  });
}

/** What a child of the scope does: the child is the action. @param {() => number} random */
async function reserve(random) {
  await sleep(1 + 4 * random());
  currentAction()?.addSuccessFields({ warehouse: random() < 0.5 ? "east" : "west" });
}

/** @param {Order} order @param {() => number} random */
function quote(order, random) {
  return withAction("price.quote", { items: order.items.length }, async () => {
    const net = order.items.reduce((sum, { quantity }) => sum + 9.5 * quantity, 0);
    const tax = await withAction("tax.lookup", { region: order.region }, () => lookUpTax(order, random));
    const discount = order.coupon === null ? 0 : applyCoupon(order.coupon);
    return Math.round(net * (1 - discount) * (1 + tax) * 100) / 100;
  });
}

/** The islands' rates are not in the table: each item asks the customs office. @param {Order} order @param {() => number} random */
async function lookUpTax(order, random) {
  if (order.region === "islands") {
    for (const { sku } of order.items) {
      await withAction("customs.ask", { sku }, () => sleep(70 + 40 * random()));
    }
  }
  return TAX_RATES[order.region] ?? 0;
}

/** @param {string} coupon */
function applyCoupon(coupon) {
  return withAction("coupon.apply", { coupon }, () => {
    const discount = COUPONS[coupon];
    logMessage("coupon.found", { discount });
    if (typeof discount !== "number") throw new TypeError(`the discount of ${coupon} is no number`);
    return discount;
  });
}

/** @param {Order} order @param {number} price @param {() => number} random */
async function pay(order, price, random) {
  return withAction("payment.charge", { price }, async () => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await withAction("payment.attempt", { attempt }, async () => {
          await sleep(2 + 3 * random());
          if (attempt === 1 && order.id % 9 === 4) throw new PaymentTimeout("the bank did not answer");
          return `ch-${order.id}-${attempt}`;
        });
      } catch (error) {
        if (attempt === 3) throw error;
        logMessage("payment.retry", { attempt });
        await sleep(2);
      }
    }
  });
}
