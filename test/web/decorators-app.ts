// A program of Nest, with decorators as its compiler has them: a controller and a service whose methods are logged.
import "reflect-metadata";
import { Controller, Get, Injectable, Module, Param } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { close, logCall, toFile } from "clew";
import { ClewModule } from "clew/bridge/nest";

@Injectable()
class Stock {
  @logCall({ includeArgs: ["id"] })
  async reserve(id: string): Promise<string> {
    await null;
    if (id === "9") throw new RangeError("sold out");
    return `reserved ${id}`;
  }
}

@Controller("orders")
class Orders {
  readonly stock: Stock;

  constructor(stock: Stock) {
    this.stock = stock;
  }

  @Get(":id")
  @logCall()
  take(@Param("id") id: string): Promise<string> {
    return this.stock.reserve(id);
  }
}

@Module({ imports: [ClewModule.forRoot()], controllers: [Orders], providers: [Stock] })
class App {}

async function main(): Promise<void> {
  toFile(process.argv[2] ?? "");
  const app = await NestFactory.create(App, { logger: false });
  await app.listen(0, "127.0.0.1");
  const url = await app.getUrl();
  const answers = await Promise.all([7, 9].map(async (id) => (await fetch(`${url}/orders/${id}`)).text()));
  await app.close();
  await close();
  process.stdout.write(answers.join("\n"));
}

void main();
