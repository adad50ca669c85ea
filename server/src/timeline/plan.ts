// What the model of an update is given, and the times it reckons with. All times in ms. Plain numbers: nothing here knows YAML.

/** How Traefik finds the tasks: it asks Swarm every `refresh` ms; it hears Docker's events; or it has one address and Swarm balances. */
export type Backends = "polled" | "events" | "vip";

/** What the app does at the stop signal: ends at once; takes no new request and finishes those it has; serves on for a while. */
export type AtStop = "exit" | "finish" | "serve";

export interface UpdatePlan {
  readonly order: "start-first" | "stop-first";
  readonly replicas: number;
  /** Tasks at a time; 0: all together. */
  readonly parallelism: number;
  readonly delay: number;
  readonly health: Health | undefined;
  readonly failureAction: "pause" | "rollback" | "continue";
  /** From the stop signal to SIGKILL. */
  readonly grace: number;
  readonly backends: Backends;
  readonly refresh: number;
  readonly throttle: number;
  readonly app: App;
}

/** When Swarm looks whether a task is healthy. */
export interface Health {
  readonly interval: number;
  readonly startPeriod: number;
  readonly startInterval: number;
  readonly retries: number;
}

/** What no stack file tells. */
export interface App {
  /** From the start of its process until it answers. */
  readonly boot: number;
  readonly atStop: AtStop;
  /** How long it serves on after the signal ("serve"). */
  readonly serves: number;
  readonly version: Version;
}

/**
 * What the new version does. "crashes" ends at the end of its boot; "unhealthy" runs and never passes its healthcheck; "untested": its healthcheck
 * never runs; "unplaced": no node has room for it. With the last two nothing fails, and the update waits for ever.
 */
export type Version = "good" | "crashes" | "unhealthy" | "untested" | "unplaced";

/**
 * Times between events, ms. Measured: own lab of 143 updates on Docker 20.10 with Traefik v2.9 and v3.7 (server/docs/zero-downtime.md), medians
 * of the quiet runs.
 */
export const TIMES = {
  /** A task is created -> its container starts (the image is there). */
  start: 1_500,
  /** The container starts, or is found healthy -> the task is RUNNING. */
  running: 150,
  /** A task shall stop -> stop signal: a retry after 1 s, then 2 s in which Swarm's load balancer forgets it (moby executor Shutdown). */
  signal: 3_100,
  /** A poll begins -> it has read all services and tasks. */
  read: 250,
  /** A poll has ended -> requests follow its result. */
  apply: 200,
  /** Docker's event -> requests follow it. */
  event: 150,
  /** The process ends -> its address is gone; before, connections are refused, then they hang. */
  refused: 300,
  /** Requests that hang get 504 after Traefik's dial timeout. */
  hang: 30_000,
  /** A task has failed -> Swarm starts another one (restart_policy.delay). */
  restart: 5_000,
  /** stop-first: the new task waits no longer for the old one (swarmkit restart.go defaultOldTaskTimeout). */
  oldTask: 60_000,
} as const;
