// What the editor shows beside the rules' own texts, in every language.
import { quoted } from "../rules/quote.ts";
import type { Language } from "../rules/rule.ts";
import type { Because } from "../workspace/target.ts";

type Key =
  | "fixAllRule"
  | "fixAllFile"
  | "suppressLine"
  | "suppressFile"
  | "showDocumentation"
  | "reason"
  | "swarmStack"
  | "composeFile"
  | "unknownFile"
  | "problems"
  | "problem"
  | "noProblems"
  | "overrideComment"
  | "overrideSetting"
  | "byTraefik"
  | "contradiction"
  | "nothing"
  | "merged"
  | "dockerTakes"
  | "dockerRefuses"
  | "noDocker"
  | "talksTo"
  | "mayTalkTo"
  | "noTraefik"
  | "unknownVersion"
  | "scanning"
  | "tooLong"
  | "tooDeep"
  | "tooManyAliases"
  | "tooManyFiles"
  | "more";

const TEXTS: Readonly<Record<Language, Readonly<Record<Key, string>>>> = {
  en: {
    fixAllRule: "Fix all {rule} problems in this file",
    fixAllFile: "Fix all Traefik Swarm problems in this file",
    suppressLine: "Switch off {rule} for this line",
    suppressFile: "Switch off {rule} for this file",
    showDocumentation: "Show documentation for {rule}",
    reason: "why",
    swarmStack: "Swarm stack",
    composeFile: "Compose file",
    unknownFile: "Swarm or Compose?",
    problems: "{count} problems",
    problem: "1 problem",
    noProblems: "no problems",
    overrideComment: "Target {mode}: a comment in the file says so",
    overrideSetting: "Target {mode}: the setting traefikSwarm.target says so",
    byTraefik: "Target swarm: its Traefik, {service} in {file}, is on a swarm",
    contradiction: "Undecided: {codes} contradict each other",
    dockerTakes: "docker stack config takes this file",
    dockerRefuses: "docker stack config refuses this file: {words}",
    noDocker: "No docker CLI was found on the path, so it was not asked",
    merged: "Target swarm: it is deployed together with other files",
    nothing: "Undecided: nothing in the file or its project says swarm or compose",
    talksTo: "Talks to {traefik}: {service} in {file}",
    mayTalkTo: "May talk to {traefik}: {service} in {file}",
    noTraefik: "No Traefik found that it talks to",
    unknownVersion: "Traefik, version unknown",
    scanning: "Reading stack files",
    tooLong: "{file} is longer than 2 MB, which no stack is: Traefik Swarm does not check it.",
    tooDeep: "{file} nests deeper than 100 levels: Traefik Swarm does not check that part.",
    tooManyAliases: "Aliases in {file} expand to more than Traefik Swarm reads: the rest is not checked.",
    tooManyFiles: "Traefik Swarm reads 5,000 files and 64 MB of a workspace; {count} files are left out until you open them.",
    more: "{count} of {rule} from here on are not underlined one by one. Fix some and the next appear; `traefik-swarm lint` lists all.",
  },
  "zh-cn": {
    fixAllRule: "修复此文件中所有 {rule} 问题",
    fixAllFile: "修复此文件中所有 Traefik Swarm 问题",
    suppressLine: "对这一行关闭 {rule}",
    suppressFile: "对此文件关闭 {rule}",
    showDocumentation: "查看 {rule} 的文档",
    reason: "理由",
    swarmStack: "Swarm stack",
    composeFile: "Compose 文件",
    unknownFile: "Swarm 还是 Compose？",
    problems: "{count} 个问题",
    problem: "1 个问题",
    noProblems: "没有问题",
    overrideComment: "目标 {mode}：由文件中的注释指定",
    overrideSetting: "目标 {mode}：由设置 traefikSwarm.target 指定",
    byTraefik: "目标 swarm：它的 Traefik（{file} 中的 {service}）运行在 Swarm 上",
    contradiction: "无法判断：{codes} 相互矛盾",
    dockerTakes: "docker stack config 接受此文件",
    dockerRefuses: "docker stack config 拒绝此文件：{words}",
    noDocker: "PATH 中没有找到 docker 命令，因此没有询问它",
    merged: "目标 swarm：它与其他文件一起部署",
    nothing: "无法判断：文件及其项目都没有表明是 swarm 还是 compose",
    talksTo: "使用 {traefik}：{file} 中的 {service}",
    mayTalkTo: "可能使用 {traefik}：{file} 中的 {service}",
    noTraefik: "没有找到它所使用的 Traefik",
    unknownVersion: "Traefik，版本未知",
    scanning: "正在读取 stack 文件",
    tooLong: "{file} 超过 2 MB，不会是 stack 文件：Traefik Swarm 不检查它。",
    tooDeep: "{file} 的嵌套超过 100 层：Traefik Swarm 不检查这一部分。",
    tooManyAliases: "{file} 中的别名展开后超出 Traefik Swarm 的读取上限：超出部分不检查。",
    tooManyFiles: "Traefik Swarm 在一个工作区中最多读取 5,000 个文件、共 64 MB；有 {count} 个文件在打开之前不会被检查。",
    more: "从这里开始还有 {count} 处 {rule} 没有逐一标出。修复一些后会显示后面的；`traefik-swarm lint` 会列出全部。",
  },
};

export const text = (language: Language, key: Key, args: Readonly<Record<string, string | number>> = {}): string =>
  TEXTS[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => quoted(String(args[name] ?? whole)));

/** The language of a client's locale: Chinese in its simplified writing, else English. */
export const languageOf = (locale: string | undefined): Language => (/^zh(?:$|-(?:cn|hans|sg))/i.test(locale ?? "") ? "zh-cn" : "en");

type Code = Extract<Because, { kind: "evidence" }>["code"];

/** What an evidence code stands for in the file. */
export function evidenceText(language: Language, code: Code): string {
  const [en, zh] = EVIDENCE[code];
  return language === "zh-cn" ? zh : en;
}

const EVIDENCE: Readonly<Record<Code, readonly [en: string, zh: string]>> = {
  "swarm-mode": ["a Traefik in swarm mode", "swarm 模式的 Traefik"],
  "overlay-network": ["an overlay network", "overlay 网络"],
  "swarm-template": ["a template such as {{.Node.Hostname}}", "{{.Node.Hostname}} 之类的模板"],
  "swarm-labels": ["labels of Traefik's swarm provider", "Traefik swarm provider 的标签"],
  "deploy-labels": ["Traefik labels under deploy", "deploy 下的 Traefik 标签"],
  placement: ["deploy.placement", "deploy.placement"],
  update_config: ["deploy.update_config", "deploy.update_config"],
  rollback_config: ["deploy.rollback_config", "deploy.rollback_config"],
  endpoint_mode: ["deploy.endpoint_mode", "deploy.endpoint_mode"],
  "mode-global": ["deploy.mode: global", "deploy.mode: global"],
  "external-secret": ["an external secret or config", "外部 secret 或 config"],
  "depends_on-map": ["depends_on as a map", "映射形式的 depends_on"],
  profiles: ["profiles", "profiles"],
  "top-level-name": ["a top-level name", "顶层 name"],
  "bridge-network": ["a bridge network", "bridge 网络"],
  "container-name": ["container_name", "container_name"],
  "container-mode": ["a Traefik that reads containers", "读取容器的 Traefik"],
};
