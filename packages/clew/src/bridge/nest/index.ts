// Stands on http. Nest's own classes are asked for when the module is set up; whoever imports this has them.

import {
  emitRequests,
  followExceptions,
  followRoute,
  type LogRequestsOptions,
  type NodeRequest,
  type RoutedRequest,
  requestOf,
} from "../../http/index.js";
import { importNest } from "./import-nest.js";

export type { LogRequestsOptions } from "../../http/index.js";

/** What Nest is given to import. */
export interface ClewDynamicModule {
  readonly module: new () => object;
  readonly providers: {
    readonly provide: string;
    readonly inject: never[];
    readonly useFactory: (host: never) => object;
  }[];
}

/** What is used of Nest's adapter of a server. */
interface HttpAdapterHost {
  readonly httpAdapter?: {
    getHttpServer(): { emit: Parameters<typeof emitRequests>[0] };
    getInstance(): { readonly addHook?: AddHook };
  };
}

type Hook = (request: FastifyRequest, reply: unknown, done: () => void) => void;
type AddHook = (name: string, hook: Hook) => unknown;

interface FastifyRequest {
  readonly raw: NodeRequest;
  readonly routeOptions?: { readonly url?: string };
}

/** The class by which Nest knows the module. */
class ClewRequests {}

/**
 * Makes each request of a Nest application an action, `http.request`, on Express and on Fastify: with what guards,
 * pipes, interceptors, handlers and filters threw, and with the route. To be imported by the application's module.
 *
 * @example
 * ```js
 * import { ClewModule } from "clew/bridge/nest";
 * import { Module } from "@nestjs/common";
 *
 * class AppModule {}
 * Module({ imports: [ClewModule.forRoot()] })(AppModule);
 * ```
 */
export const ClewModule = {
  async forRoot(options: LogRequestsOptions<NodeRequest> = {}): Promise<ClewDynamicModule> {
    const { HttpAdapterHost } = await importNest("");
    const { ExceptionsHandler } = await importNest("/exceptions/exceptions-handler.js");
    if (HttpAdapterHost === undefined || ExceptionsHandler === undefined) {
      throw new TypeError("Cannot log the requests of this version of Nest: use clew/bridge/express or clew/auto");
    }
    followExceptions(ExceptionsHandler);
    const provider = {
      provide: "clew:requests",
      inject: [HttpAdapterHost],
      useFactory: (host: HttpAdapterHost) => ({ onModuleInit: () => logRequests(host, options) }),
    };
    return { module: ClewRequests, providers: [provider] };
  },
};

function logRequests({ httpAdapter }: HttpAdapterHost, options: LogRequestsOptions<NodeRequest>): void {
  // An application without a server: a worker, or a command.
  const server = httpAdapter?.getHttpServer();
  if (httpAdapter === undefined || server === undefined) return;
  const { addHook } = httpAdapter.getInstance();
  const isExpress = addHook === undefined;
  server.emit = emitRequests<NodeRequest>(
    server.emit,
    () => options,
    // Express notes the route on the request; Fastify knows it in its hooks.
    isExpress ? (open, request) => followRoute(request as NodeRequest & RoutedRequest, open) : undefined,
  );
  addHook?.call(httpAdapter.getInstance(), "onRequest", ({ raw, routeOptions }, _reply, done) => {
    if (routeOptions?.url !== undefined) requestOf(raw)?.noteRoute(routeOptions.url);
    done();
  });
}
