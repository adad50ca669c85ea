// The style of the timeline's page: VS Code's variables only, so that it follows every theme.

export const STYLE = `
body{padding:0 14px 20px;line-height:1.5;color:var(--vscode-foreground);font-family:var(--vscode-font-family);font-size:var(--vscode-font-size)}
h1{font-size:1.4em;font-weight:600;margin:12px 0}
h2{font-size:1.1em;font-weight:600;margin:0 0 6px}
ul{margin:0 0 8px;padding-left:1.2em}
#controls{display:flex;flex-wrap:wrap;gap:8px 20px;align-items:end;padding:12px 0;border-bottom:1px solid var(--vscode-contrastBorder,var(--vscode-panel-border))}
.control{display:flex;flex-direction:column;gap:2px}
[hidden]{display:none!important}
label{color:var(--vscode-descriptionForeground)}
abbr{text-decoration:none}
input,select,button{font:inherit;padding:3px 6px;border-radius:2px}
input{width:5em;color:var(--vscode-input-foreground);background:var(--vscode-input-background);border:1px solid var(--vscode-contrastBorder,var(--vscode-input-border,transparent))}
input:invalid{border-color:var(--vscode-inputValidation-errorBorder)}
select{color:var(--vscode-dropdown-foreground);background:var(--vscode-dropdown-background);border:1px solid var(--vscode-contrastBorder,var(--vscode-dropdown-border,transparent))}
button{padding:5px 12px;cursor:pointer;color:var(--vscode-button-foreground);background:var(--vscode-button-background);border:1px solid var(--vscode-contrastBorder,var(--vscode-button-border,transparent))}
button:hover{background:var(--vscode-button-hoverBackground)}
button:not(#assist-0){color:var(--vscode-button-secondaryForeground);background:var(--vscode-button-secondaryBackground)}
:focus-visible{outline:1px solid var(--vscode-focusBorder);outline-offset:1px}
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,36rem),1fr));gap:16px}
section{padding:10px;border:1px solid var(--vscode-contrastBorder,var(--vscode-panel-border));border-radius:4px;min-width:0}
figure{margin:0 0 8px;overflow-x:auto}
svg{display:block;width:100%;min-width:25rem;max-width:64rem;height:auto}
code{font-family:var(--vscode-editor-font-family);font-size:.95em;padding:0;background:none;color:inherit}
.panels+h2{margin-top:16px}
.vscode-high-contrast .grid{stroke:var(--vscode-foreground);stroke-opacity:.3}
summary{cursor:pointer}
table{border-collapse:collapse;margin-top:6px}
th,td{text-align:left;padding:2px 12px 2px 0;border-bottom:1px solid var(--vscode-contrastBorder,var(--vscode-panel-border))}
.refused{padding-left:10px;border-left:3px solid var(--vscode-editorInfo-foreground)}
.links a{margin-right:16px}
a{color:var(--vscode-textLink-foreground)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
`;
