// What Swarm does with keys that it does not use, and what stands for keys that it does not know. Each key was tried: the warnings of the
// deploying client, and whether the value reached the service that it posts.
// Source: docker/cli cli/compose/types/types.go@v28.2.2 UnsupportedProperties, DeprecatedProperties, ForbiddenProperties; measured with that release.

/** Dropped with a line on stderr that names no service. */
export const IGNORED = [
  "build",
  "cgroup_parent",
  "cgroupns_mode",
  "devices",
  "domainname",
  "external_links",
  "ipc",
  "links",
  "mac_address",
  "network_mode",
  "pid",
  "privileged",
  "restart",
  "security_opt",
  "shm_size",
  "userns_mode",
] as const;

/** Dropped with a line that calls them deprecated. */
export const DEPRECATED = ["container_name", "expose"] as const;

/** Refused by name. */
export const FORBIDDEN = [
  "cpu_quota",
  "cpu_shares",
  "cpuset",
  "extends",
  "mem_limit",
  "memswap_limit",
  "volume_driver",
  "volumes_from",
] as const;

/** Taken without a word, and dropped. Paths below a service; `[]` stands for each item, `*` for each key. */
export const WITHOUT_EFFECT = [
  "depends_on",
  "tmpfs",
  "oom_score_adj",
  "networks.*.ipv4_address",
  "networks.*.ipv6_address",
  "volumes[].bind.create_host_path",
  "volumes[].bind.selinux",
  "volumes[].bind.recursive",
  "volumes[].tmpfs.mode",
  "volumes[].volume.labels",
] as const;

/** Where in a stack stands what a key of a service says elsewhere: the same value, or one of another form. */
export const EQUIVALENT: Readonly<Record<string, { readonly path: readonly [string, ...string[]]; readonly quoted?: boolean }>> = {
  cpus: { path: ["deploy", "resources", "limits", "cpus"], quoted: true },
  mem_limit: { path: ["deploy", "resources", "limits", "memory"], quoted: true },
  mem_reservation: { path: ["deploy", "resources", "reservations", "memory"], quoted: true },
  pids_limit: { path: ["deploy", "resources", "limits", "pids"] },
  scale: { path: ["deploy", "replicas"] },
  replicas: { path: ["deploy", "replicas"] },
  placement: { path: ["deploy", "placement"] },
  update_config: { path: ["deploy", "update_config"] },
  rollback_config: { path: ["deploy", "rollback_config"] },
  restart_policy: { path: ["deploy", "restart_policy"] },
  resources: { path: ["deploy", "resources"] },
  endpoint_mode: { path: ["deploy", "endpoint_mode"] },
};

/** Keys that Docker Compose takes and `docker stack deploy` refuses, by the map that they stand in. */
export const COMPOSE_ONLY: Readonly<Record<string, readonly string[]>> = {
  "": ["include", "models", "name"],
  service: [
    "annotations",
    "attach",
    "blkio_config",
    "cgroup",
    "cpu_count",
    "cpu_percent",
    "cpu_period",
    "cpu_rt_period",
    "cpu_rt_runtime",
    "cpus",
    "develop",
    "device_cgroup_rules",
    "dns_opt",
    "gpus",
    "group_add",
    "label_file",
    "mem_reservation",
    "mem_swappiness",
    "models",
    "oom_kill_disable",
    "pids_limit",
    "platform",
    "post_start",
    "pre_stop",
    "profiles",
    "provider",
    "pull_policy",
    "pull_refresh_after",
    "runtime",
    "scale",
    "storage_opt",
    "use_api_socket",
    "uts",
  ],
  "service.deploy.resources.limits": ["devices", "swap"],
  "service.deploy.resources.reservations": ["devices", "pids"],
  "service.ports[]": ["app_protocol", "host_ip", "name"],
  "service.volumes[]": ["image"],
  "service.networks.*": ["gw_priority", "interface_name", "link_local_ips", "mac_address", "priority"],
  network: ["enable_ipv4", "enable_ipv6"],
  "network.ipam": ["options"],
  "network.ipam.config[]": ["aux_addresses", "gateway", "ip_range"],
  config: ["content", "environment"],
  secret: ["environment"],
};
