// All that the command line says itself, in every language; what rules say is with the rules.
import { LANGUAGES, type Language } from "../../src/rules/rule.ts";

const EN = {
  help: `Finds and mends mistakes in Docker Swarm stack files behind Traefik.

Usage
  traefik-swarm lint [options] PATH...        tell what is wrong
  traefik-swarm fix [options] PATH...         apply the safe fixes
  traefik-swarm readiness [options] PATH...   tell what routed services lack to be updated without a lost request

A PATH is a file, or a folder that is searched for *.yml and *.yaml. Files are judged with their whole project: the nearest
folder above with a .traefik-swarm.yml, else the given folder, or the Git repository of a given file. Only what lies in the
given paths is told or changed.

Options of lint
  --format text|json|sarif|github         how findings are printed (text)
  --fail-on error|warning|info|never      the least severity that makes the exit code 1 (error)

Options of fix
  --dry-run                               print a diff, change nothing
  --rule ID                               fix findings of this rule only; may be given several times

Options of readiness
  --format text|json                      how the services are printed (text)

Options of all
  --target auto|swarm|compose             what the files are deployed with (auto: as each file and its project tell)
  --traefik VERSION                       Traefik's version where no image tells it, such as 2.11 or v3.1.4
  --stack NAME=FILE                       the stack's name that a file is deployed under; may be given several times
  --env-file FILE                         the variables that are set where the files are deployed, and no others, as NAME=value;
                                          may be given several times. Without it a variable may have any value
  --merge                                 the given files are deployed together, in this order (-c a -c b)
  --lang en|zh-cn                         language of messages
  -h, --help                              this text
  -v, --version                           the version of traefik-swarm

Exit code
  0 nothing found at or above --fail-on, all services ready; 1 something found, or a service not ready;
  2 wrong usage, or something can't be read (also: no valid YAML) or written
`,
  noCommand: "say what to do: `traefik-swarm lint PATH...`, or `fix` or `readiness` for `lint`; `traefik-swarm --help` tells more",
  unknownCommand: "there is no command `{given}`; there are `lint`, `fix` and `readiness`, see `traefik-swarm --help`",
  unknownOption: "there is no option {given}; did you mean {nearest}?",
  otherCommand: "{given} is an option of `traefik-swarm {command}` only; leave it out",
  noValue: "{option} needs a value: {values}",
  needlessValue: "{option} takes no value; leave out `{given}`",
  badValue: "{option} can't be `{given}`; use {values}",
  badVersion: "{option} can't be `{given}`; use a version of Traefik 2 or 3, such as 2.11 or v3.1.4",
  badStack: "{option} can't be `{given}`; use the stack's name and its file, such as shop=shop/stack.yml",
  unknownRule: "there is no rule `{given}`; did you mean `{nearest}`?",
  noPaths: "say which files: `traefik-swarm {command} .` takes all in this folder",
  noStdin: "standard input can't be checked, as a file is judged with its project; give the path of a file or folder",
  missing: "{file}: there is no such file or folder; check the path",
  unreadable: "{file}: can't be read ({detail}); check its permissions",
  large: "{file}: larger than 50 MB, which no stack is; leave it out",
  special: "{file}: neither a file nor a folder; give the path of a file or folder",
  envLine: "{file}: no variable; write `NAME=value`, or `#` before a comment",
  mergeFolder: "{file}: a folder can't be merged; give the files that are deployed together, in their order",
  encoding: "{file}: not valid UTF-8, so it is left alone, and Docker would refuse it; save it as UTF-8",
  long: "{file}: longer than 2 MB, which no stack is, so it is not checked; leave it out",
  deep: "{file}: nested deeper than 100 levels, so that part is not checked",
  aliases: "{file}: aliases expand to more than is read, so the rest is not checked",
  broken: "{file}: not valid YAML here, so not all of the file is checked, and Docker would refuse it; mend the YAML first",
  skipped: "{file}: this folder can't be searched, its files are left out",
  closed: "{file}: this folder can't be searched; check its permissions",
  changed: "{file}: has changed while it was being fixed, so it is left alone; run the command again",
  unwritable: "{file}: can't be written ({detail}), it is as it was; check the permissions of the file and its folder",
  outside: "{file}: a link to a file outside the given paths, so it is left alone; give the path of that file to fix it",
  bug: "this is a bug of traefik-swarm, please report it: {url}",
  safe: " (safe)",
  fix: "fix: ",
  note: "note: ",
  error: "error",
  warning: "warning",
  info: "info",
  hint: "hint",
  clean: "No problems in {files}",
  noStacks: "No stack files found",
  found: "{counts} in {files}",
  fixable: "{found}; {n} can be fixed with 'traefik-swarm fix'",
  fixed: "{problems} fixed in {files}",
  wouldFix: "{problems} would be fixed in {files}",
  nothingToFix: "Nothing to fix in {files}",
  remaining: "{done}; {counts} left, see 'traefik-swarm lint'",
  comma: ", ",
  of: "{ready} of {of}",
  ready: "ready",
  sameAs: "As for {service} in {file} above.",
  assumedForAll: "Assumed for all: {list}.",
  howTo: "What is missing and how to add it: {url}",
  readyIs: "{ready} of {services} is ready for zero-downtime updates",
  readyAre: "{ready} of {services} are ready for zero-downtime updates",
  noRouted: "No routed services in {files}; Traefik itself and jobs do not count",
  noSwarm: "No Swarm stacks in {files}; if Swarm deploys them, say so with '--target swarm'",
};

type Key = keyof typeof EN;

const ZH: Record<Key, string> = {
  help: `查找并修复接入 Traefik 的 Docker Swarm stack 文件中的错误。

用法
  traefik-swarm lint [选项] PATH...           报告问题
  traefik-swarm fix [选项] PATH...            应用安全的修复
  traefik-swarm readiness [选项] PATH...      报告有路由的服务距离“更新不丢请求”还缺什么

PATH 可以是文件，也可以是文件夹（在其中查找 *.yml 和 *.yaml）。每个文件都结合整个项目来判断：项目是上层最近的含有
.traefik-swarm.yml 的文件夹；没有时为给定的文件夹，或给定文件所在的 Git 仓库。只报告和修改给定路径之内的文件。

lint 的选项
  --format text|json|sarif|github         输出格式（默认 text）
  --fail-on error|warning|info|never      退出码为 1 的最低严重程度（默认 error）

fix 的选项
  --dry-run                               只输出差异，不修改文件
  --rule ID                               只修复此规则的问题，可多次指定

readiness 的选项
  --format text|json                      输出格式（默认 text）

通用选项
  --target auto|swarm|compose             文件的部署方式（默认 auto：根据文件及其项目判断）
  --traefik 版本                          镜像未说明时的 Traefik 版本，例如 2.11 或 v3.1.4
  --stack 名称=文件                       部署此文件时使用的 stack 名，可多次指定
  --env-file 文件                         部署时设置的变量（只有这些），写成 NAME=value，可多次指定；不指定时变量可以是任何值
  --merge                                 给定的文件按此顺序一起部署（-c a -c b）
  --lang en|zh-cn                         消息的语言
  -h, --help                              显示此帮助
  -v, --version                           显示 traefik-swarm 的版本

退出码
  0 没有达到 --fail-on 的问题，或所有服务均已就绪；1 发现问题，或有服务未就绪；
  2 用法错误，或有文件无法读取（包括无效的 YAML）或写入
`,
  noCommand: "请指定命令：`traefik-swarm lint PATH...`，也可将 `lint` 换成 `fix` 或 `readiness`；详见 `traefik-swarm --help`",
  unknownCommand: "没有命令 `{given}`；可用命令为 `lint`、`fix` 和 `readiness`，详见 `traefik-swarm --help`",
  unknownOption: "没有选项 {given}；是否想写 {nearest}？",
  otherCommand: "{given} 只能用于 `traefik-swarm {command}`，请删去",
  noValue: "{option} 需要一个值：{values}",
  needlessValue: "{option} 不接受值，请删去 `{given}`",
  badValue: "{option} 不能为 `{given}`；请使用 {values}",
  badVersion: "{option} 不能为 `{given}`；请使用 Traefik 2 或 3 的版本，例如 2.11 或 v3.1.4",
  badStack: "{option} 不能为 `{given}`；请写 stack 名和文件，例如 shop=shop/stack.yml",
  unknownRule: "没有规则 `{given}`；是否想写 `{nearest}`？",
  noPaths: "请指定文件：`traefik-swarm {command} .` 表示当前文件夹中的所有文件",
  noStdin: "无法检查标准输入，因为文件要结合其项目来判断；请给出文件或文件夹的路径",
  missing: "{file}：没有此文件或文件夹，请检查路径",
  unreadable: "{file}：无法读取（{detail}），请检查权限",
  large: "{file}：超过 50 MB，不可能是 stack 文件，请将其排除",
  special: "{file}：既不是文件也不是文件夹，请给出文件或文件夹的路径",
  envLine: "{file}：不是变量；请写 `NAME=value`，注释前请加 `#`",
  mergeFolder: "{file}：文件夹无法合并；请按顺序给出一起部署的文件",
  encoding: "{file}：不是有效的 UTF-8，因此未作处理，Docker 也会拒绝它；请另存为 UTF-8",
  long: "{file}：超过 2 MB，不会是 stack 文件，因此不检查；请将其排除",
  deep: "{file}：嵌套超过 100 层，因此不检查这一部分",
  aliases: "{file}：别名展开后超出读取上限，因此超出部分不检查",
  broken: "{file}：此处不是有效的 YAML，因此文件未能全部检查，Docker 也会拒绝它；请先修正 YAML",
  skipped: "{file}：无法搜索此文件夹，其中的文件被略过",
  closed: "{file}：无法搜索此文件夹，请检查权限",
  changed: "{file}：修复期间文件已被改动，因此未作修改；请重新运行",
  unwritable: "{file}：无法写入（{detail}），文件保持原样；请检查文件及其文件夹的权限",
  outside: "{file}：链接到给定路径之外的文件，因此未作修改；如需修复，请给出该文件的路径",
  bug: "这是 traefik-swarm 的缺陷，请报告：{url}",
  safe: "（安全）",
  fix: "修复：",
  note: "说明：",
  error: "错误",
  warning: "警告",
  info: "信息",
  hint: "提示",
  clean: "{files}中没有问题",
  noStacks: "没有找到 stack 文件",
  found: "{files}中有 {counts}",
  fixable: "{found}；其中 {n} 个可用 'traefik-swarm fix' 修复",
  fixed: "已修复 {files}中的 {problems}",
  wouldFix: "可修复 {files}中的 {problems}",
  nothingToFix: "{files}中没有可修复的问题",
  remaining: "{done}；还剩 {counts}，详见 'traefik-swarm lint'",
  comma: "、",
  of: "{ready}/{of}",
  ready: "已就绪",
  sameAs: "与上文 {file} 中的 {service} 相同。",
  assumedForAll: "共同的假设：{list}。",
  howTo: "缺少的条件及其补法：{url}",
  readyIs: "{services}中有 {ready} 个可零停机更新",
  readyAre: "{services}中有 {ready} 个可零停机更新",
  noRouted: "{files}中没有带路由的服务；Traefik 自身和一次性任务（job）不计在内",
  noSwarm: "{files}中没有 Swarm stack；如果它们由 Swarm 部署，请加上 '--target swarm'",
};

const TEXTS: Record<Language, Record<Key, string>> = { en: EN, "zh-cn": ZH };

export interface Told {
  readonly key: Key;
  readonly args?: Readonly<Record<string, string>>;
}

export const tell = (language: Language, key: Key, args: Readonly<Record<string, string>> = {}): string =>
  TEXTS[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => args[name] ?? whole);

/** One and many of each thing that is counted. */
const NOUNS = {
  en: {
    error: ["error", "errors"],
    warning: ["warning", "warnings"],
    info: ["info", "info"],
    hint: ["hint", "hints"],
    file: ["file", "files"],
    stack: ["stack file", "stack files"],
    problem: ["problem", "problems"],
    routed: ["routed service", "routed services"],
  },
  "zh-cn": {
    error: ["个错误", "个错误"],
    warning: ["个警告", "个警告"],
    info: ["条信息", "条信息"],
    hint: ["条提示", "条提示"],
    file: ["个文件", "个文件"],
    stack: ["个 stack 文件", "个 stack 文件"],
    problem: ["个问题", "个问题"],
    routed: ["个有路由的服务", "个有路由的服务"],
  },
} as const satisfies Record<Language, Record<string, readonly [string, string]>>;

export const count = (language: Language, noun: keyof (typeof NOUNS)["en"], n: number): string =>
  `${n} ${NOUNS[language][noun][n === 1 ? 0 : 1]}`;

/** The language of the environment's locale, for those who read; machines get English unless told otherwise. */
export function localeLanguage(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = (env.LC_ALL || env.LC_MESSAGES || env.LANG || "").toLowerCase();
  return /^zh([_-](cn|sg|hans).*|[.@].*)?$/.test(locale) ? "zh-cn" : "en";
}

export const isLanguage = (given: string): given is Language => (LANGUAGES as readonly string[]).includes(given);
