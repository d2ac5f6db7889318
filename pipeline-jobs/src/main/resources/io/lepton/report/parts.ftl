<#-- Styles and sections that the report and the model card share. Values are escaped by the output format. -->
<#import "fairness-parts.ftl" as f>
<#macro page title>
<!DOCTYPE html>
<html lang="en" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>${title}</title>
<style>
:root { color-scheme: light dark; --ink: #1c2433; --soft: #5a6478; --paper: #f5f6f9; --card: #ffffff; --line: #dde1ea; --bar: #3b6fd4; --range: #1c2433; --good: #13723f; --good-paper: #e2f4e9; --bad: #ac1f2d; --bad-paper: #fde8e8; --mute: #a9b2c3; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf2; --soft: #a4aec1; --paper: #12161f; --card: #1b212d; --line: #313a4b; --bar: #6c9bf5; --range: #e8ebf2; --good: #6fd79c; --good-paper: #153325; --bad: #ff8f96; --bad-paper: #40191d; --mute: #59647a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .35rem; letter-spacing: -.01em; }
h2 { font-size: 1.35rem; margin: 0 0 .5rem; }
h3 { font-size: 1.02rem; margin: 1.75rem 0 .5rem; }
p { margin: .4rem 0; }
.soft, .about { color: var(--soft); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(210px, 1fr)); gap: 1rem; margin: 1.75rem 0; }
.card, section { background: var(--card); border: 1px solid var(--line); border-radius: 14px; }
.card { padding: 1.1rem 1.25rem; }
.card .name { color: var(--soft); font-size: .88rem; margin: 0; }
.card .figure { font-size: 1.45rem; white-space: nowrap; font-weight: 650; line-height: 1.25; margin: .15rem 0; font-variant-numeric: tabular-nums; }
.card .note { color: var(--soft); font-size: .86rem; margin: 0; }
.card.good { background: var(--good-paper); border-color: var(--good); } .card.good .figure { color: var(--good); }
.card.bad { background: var(--bad-paper); border-color: var(--bad); } .card.bad .figure { color: var(--bad); }
section { padding: 1.5rem 1.75rem; margin: 1.25rem 0; }
details { margin: .8rem 0; } summary { cursor: pointer; font-weight: 600; font-size: .92rem; }
.plain { font-size: 1.1rem; margin: .2rem 0 .4rem; max-width: 72ch; }
.about { font-size: .88rem; border-top: 1px solid var(--line); margin-top: 1.5rem; padding-top: .9rem; max-width: 92ch; }
.about dt { font-weight: 600; color: var(--ink); } .about dd { margin: 0 0 .5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; margin: .5rem 0; }
caption { text-align: left; color: var(--soft); font-size: .88rem; padding: .2rem 0 .4rem; }
th, td { padding: .42rem .55rem; text-align: left; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { color: var(--soft); font-weight: 600; font-size: .85rem; vertical-align: bottom; }
tbody th { font-weight: 500; }
td.n, th.n { text-align: right; } td.n { white-space: nowrap; }
tr.chosen th { font-weight: 700; }
code { font: .88em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.tag { display: inline-block; border-radius: 99px; padding: .02rem .6rem; font-size: .82rem; font-weight: 600; white-space: nowrap; }
.tag.good { color: var(--good); background: var(--good-paper); } .tag.bad { color: var(--bad); background: var(--bad-paper); } .tag.mute { color: var(--soft); border: 1px solid var(--line); }
figure { margin: 1rem 0; } figcaption { color: var(--soft); font-size: .88rem; }
svg.chart { width: 100%; max-width: 760px; height: auto; display: block; } svg.chart.square { max-width: 420px; } svg.chart circle { opacity: .8; } svg.chart text { fill: var(--ink); font-size: 13px; } svg.chart .back { fill: var(--line); opacity: .55; } svg.chart .bar { fill: var(--bar); } svg.chart .bar.off { fill: var(--mute); } svg.chart .range { stroke: var(--range); stroke-width: 1.5; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); gap: .5rem 2rem; } .charts h3 { margin: 1rem 0 0; } .charts figure { margin: .5rem 0; } .charts svg.chart { max-width: 480px; }
svg.chart .tick { fill: var(--soft); font-size: 12px; } svg.chart .grid { stroke: var(--line); } svg.chart polyline { fill: none; stroke-width: 2; stroke-linejoin: round; } svg.chart .training { stroke: var(--mute); } svg.chart .validation { stroke: var(--bar); } svg.chart .best { fill: var(--bar); } svg.chart .at-best { stroke: var(--bar); stroke-dasharray: 3 4; }
svg.chart .edge { stroke: var(--range); stroke-width: 1.2; } svg.chart path.range, svg.chart .whisker { fill: none; } table.groups tbody th { min-width: 13rem; } figure h4 { margin: .4rem 0 .2rem; font-size: .95rem; } a { color: inherit; text-decoration-style: dotted; }
:root { --l0: #2f63c9; --l1: #b5540a; --l2: #13723f; --l3: #8a2fb0; --l4: #a3123a; --l5: #0f7c8a; --l6: #7a6200; --l7: #50596b; }
@media (prefers-color-scheme: dark) { :root { --l0: #7ba6ff; --l1: #ffa45c; --l2: #6fd79c; --l3: #d59bf0; --l4: #ff8fab; --l5: #6ad3e0; --l6: #e2c94b; --l7: #b3bccd; } }
<#list [["l0", ""], ["l1", "8 4"], ["l2", "2 3"], ["l3", "10 3 2 3"], ["l4", "4 2"], ["l5", "12 5"], ["l6", "6 2 2 2 2 2"], ["l7", "1 4"]] as line>.${line[0]} polyline, .${line[0]} path { stroke: var(--${line[0]}); stroke-width: 2; fill: none; stroke-dasharray: ${line[1]?has_content?then(line[1], "none")}; } svg.chart .${line[0]} circle { fill: var(--${line[0]}); } svg.chart .${line[0]} .whisker { stroke-width: 1; stroke-dasharray: none; opacity: .6; }
</#list>
@media print { body { background: #fff; font-size: 11pt; } main { max-width: none; padding: 0; } section { border: none; padding: .5rem 0; } .card, table, figure, h3 { break-inside: avoid; } h2, h3 { break-after: avoid; } * { print-color-adjust: exact; } }
</style>
</head>
<body>
<main>
<#nested>
</main>
</body>
</html>
</#macro>

<#function short text><#return (text?length > 30)?then(text?substring(0, 29) + "…", text)></#function>

<#-- One horizontal bar a row. rows: name, share (0 to 1), text, optional low/high (0 to 1), optional off (pale). -->
<#macro bars title rows caption>
<figure>
<svg class="chart" viewBox="0 0 760 ${(rows?size * 30 + 4)?c}" role="img" aria-label="${title}: <#list rows as row>${row.name} ${row.text}<#sep>, </#list>">
<title>${title}</title>
<#list rows as row>
<text x="222" y="${(row?index * 30 + 20)?c}" text-anchor="end">${short(row.name)}</text>
<rect class="back" x="234" y="${(row?index * 30 + 6)?c}" width="420" height="18" rx="4"/>
<rect class="bar<#if row.off!false> off</#if>" x="234" y="${(row?index * 30 + 6)?c}" width="${figures.bar(row.share, 420)}" height="18" rx="4"/>
<#if row.low??><line class="range" x1="${figures.bar(row.low, 420)}" x2="${figures.bar(row.high, 420)}" y1="${(row?index * 30 + 15)?c}" y2="${(row?index * 30 + 15)?c}" transform="translate(234 0)"/></#if>
<text x="666" y="${(row?index * 30 + 20)?c}">${row.text}</text>
</#list>
</svg>
<figcaption>${caption}</figcaption>
</figure>
</#macro>

<#-- A point for each range of probabilities, as large as the rows in it are many; on the diagonal they come true as often as they say. -->
<#macro reliability found>
<figure>
<svg class="chart square" viewBox="0 0 420 400" role="img" aria-label="Reliability: <#list found.bins as bin>predicted ${figures.percent(bin.predicted)}, observed ${figures.percent(bin.observed)}<#sep>; </#list>">
<title>Reliability</title>
<rect class="back" x="60" y="10" width="340" height="340"/>
<line class="range" x1="60" y1="350" x2="400" y2="10" stroke-dasharray="5 5"/>
<#assign total = 0><#list found.bins as bin><#assign total += bin.weight></#list>
<#list found.bins as bin>
<circle class="bar" cx="${figures.bar(bin.predicted, 340)}" cy="-${figures.bar(bin.observed, 340)}" r="${figures.radius(bin.weight / total, 28)}" transform="translate(60 350)"/>
</#list>
<text x="60" y="370" text-anchor="middle">0 %</text><text x="400" y="370" text-anchor="end">100 %</text><text x="230" y="388" text-anchor="middle">predicted</text>
<text x="52" y="350" text-anchor="end">0 %</text><text x="52" y="22" text-anchor="end">100 %</text><text x="24" y="180" text-anchor="middle" transform="rotate(-90 24 180)">came true</text>
</svg>
<figcaption>Each point is a range of probabilities of <#if found.ofThePositiveClass>the outcome<#else>the likeliest class</#if>, larger where more test rows are. Below the dashed line they promise more than comes true.</figcaption>
</figure>
</#macro>

<#-- Loss by step; the lowest validation loss is marked. -->
<#macro loss name chart>
<figure>
<svg class="chart" viewBox="0 0 420 260" role="img" aria-label="Loss of ${name} by step<#list chart.best() as best>; validation loss is lowest, ${best.loss}, at step ${best.step?c}</#list>">
<title>Loss of ${name}</title>
<#list chart.losses() as tick><line class="grid" x1="76" x2="396" y1="${tick.at}" y2="${tick.at}"/><text class="tick" x="68" y="${tick.at}" dy="4" text-anchor="end">${tick.text}</text></#list>
<#list chart.steps() as tick><text class="tick" x="${tick.at}" y="230" text-anchor="middle">${tick.text}</text></#list>
<text x="236" y="252" text-anchor="middle">step</text><text transform="translate(12 112) rotate(-90)" text-anchor="middle">loss</text>
<#list chart.best() as best><line class="at-best" x1="${best.x}" x2="${best.x}" y1="${best.y}" y2="212"/></#list>
<#if chart.training()?has_content><polyline class="training" points="${chart.training()}"/></#if>
<#if chart.validation()?has_content><polyline class="validation" points="${chart.validation()}"/></#if>
<#list chart.best() as best><circle class="best" cx="${best.x}" cy="${best.y}" r="4.5"/></#list>
</svg>
<figcaption><#list chart.best() as best>Lowest validation loss: ${best.loss} at step ${best.step?c}.<#else>No rows were held out.</#list></figcaption>
</figure>
</#macro>

<#macro cards>
<div class="cards">
<div class="card"><p class="name">Rows in → out</p><p class="figure">${figures.count(say.rowsIn())} → ${figures.count(say.rowsOut())}</p><p class="note">from the first stage to the last</p></div>
<#if privacy?has_content && privacy[0].k gt 0>
<div class="card ${privacy[0].holds?then("good", "bad")}"><p class="name">Privacy</p><p class="figure">${privacy[0].holds?then("1 in " + figures.count(privacy[0].smallestClass), "Not held")}</p><p class="note">smallest crowd a person hides in; ${privacy[0].k} required</p></div>
<#else>
<div class="card"><p class="name">Privacy</p><p class="figure">No guarantee</p><p class="note">no group size was asked for</p></div>
</#if>
<div class="card"><p class="name">Best model: ${figures.name(report.metric)}</p><p class="figure">${say.bestQuality()}</p><p class="note"><#list report.models?filter(m -> m.chosen) as model>${figures.name(model.name)}<#else>no model chosen</#list></p></div>
<div class="card <#if say.verdict() == "Passed">good<#elseif say.verdict() == "Refused" || say.verdict() == "Overridden">bad</#if>"><p class="name">Fairness and quality gates</p><p class="figure">${say.verdict()}</p><p class="note">${say.verdictNote()}</p></div>
</div>
</#macro>

<#macro data>
<section aria-labelledby="data"><h2 id="data">Data</h2>
<p class="plain">${say.data()}</p>
<#if report.stages?has_content>
<div class="scroll"><table><caption>What each stage did</caption>
<thead><tr><th scope="col">Stage</th><th scope="col">Outcome</th><th scope="col" class="n">Rows in</th><th scope="col" class="n">Rows out</th><th scope="col" class="n">Set aside</th><th scope="col" class="n">Time</th></tr></thead>
<tbody><#list report.stages as stage><tr><th scope="row">${stage.name}</th><td><span class="tag ${(stage.status == "done")?then("good", "bad")}">${stage.status}</span></td><td class="n">${figures.count(stage.rowsIn)}</td><td class="n">${figures.count(stage.rowsOut)}</td><td class="n">${figures.count(stage.rowsQuarantined)}</td><td class="n">${figures.duration(stage.durationSeconds)}</td></tr>
</#list></tbody></table></div>
</#if>
<#if report.expectations?has_content>
<div class="scroll"><table><caption>What was expected of the data</caption>
<thead><tr><th scope="col">Expectation</th><th scope="col">Check</th><th scope="col">If broken</th><th scope="col" class="n">Rows that break it</th><th scope="col" class="n">Share</th><th scope="col" class="n">Allowed</th><th scope="col">Held</th></tr></thead>
<tbody><#list report.expectations as each><tr><th scope="row">${each.name}</th><td><code>${each.check}</code></td><td>${each.severity?lower_case}</td><td class="n">${figures.count(each.failed)}</td><td class="n">${figures.percent(each.fraction)}</td><td class="n">${figures.percent(each.allowedFraction)}</td><td><span class="tag ${each.held?then("good", "bad")}">${each.held?then("held", "broken")}</span></td></tr>
</#list></tbody></table></div>
</#if>
<dl class="about"><dt>Set aside (quarantine)</dt><dd>Rows that could not be read or broke an expectation. They are kept with their reason in the table <code>quarantine</code>; none is lost.</dd></dl>
</section>
</#macro>

<#macro dataAuditSection>
<#list dataAudit as found>
<section aria-labelledby="people"><h2 id="people">The data: who is in it, and what gives people away</h2>
<#if found.warnings?has_content><ul><#list found.warnings as warning><li>${warning}</li></#list></ul><#else><p class="plain">Nothing in the data stands out: groups are large, their outcomes alike, and no column gives a group away.</p></#if>
<p class="soft">Measured before training on <#if found.rowsRead lt found.rows>a sample of ${figures.count(found.rowsRead)} of ${figures.count(found.rows)} rows<#else>all ${figures.count(found.rows)} rows</#if>.</p>
<#list say.countedAttributes() as attributes>
<h3>By ${attributes}</h3>
<#assign rows = []><#assign rates = []><#list say.sharesOf(attributes) as group><#if group.countSuppressed><#assign rows += [{"name": group.group, "share": 0, "text": "fewer than " + figures.count(group.count), "off": true}]><#else><#assign row = {"name": group.group, "share": group.share, "text": figures.percent(group.share), "off": !group.judged, "low": group.shareInterval.low, "high": group.shareInterval.high}><#assign rows += [row]><#if !group.baseRate?is_nan><#assign row = {"name": group.group, "share": group.baseRate, "text": figures.percent(group.baseRate), "off": !group.judged, "low": group.baseRateInterval.low, "high": group.baseRateInterval.high}><#assign rates += [row]></#if></#if></#list>
<@bars title="Rows by " + attributes rows=rows caption="Share of the rows that are of each group; the thin line is the 95 % interval. Pale: too few rows to compare."/>
<#if rates?has_content><@bars title="Base rate by " + attributes rows=rates caption="Share of each group that truly has the outcome, in the data."/></#if>
</#list>
<#if found.proxies?has_content>
<div class="scroll"><table><caption>The columns that tell most of a protected attribute</caption>
<thead><tr><th scope="col">Column</th><th scope="col">Tells of</th><th scope="col" class="n">Tells of what there is to know</th><th scope="col" class="n">Guessed right from it alone</th><th scope="col" class="n">Always guessing the largest group</th><th scope="col" class="n">AUC</th></tr></thead>
<tbody><#list found.proxies as proxy><#if proxy?index lt 10><tr><th scope="row">${proxy.column}</th><td>${proxy.attribute}</td><td class="n">${figures.percent(proxy.information)}</td><td class="n">${figures.percent(proxy.accuracy)}</td><td class="n">${figures.percent(proxy.baseAccuracy)}</td><td class="n">${figures.number(proxy.auc)}</td></tr>
</#if></#list><#list found.predictability as all><tr><th scope="row">all ${all.columns} columns together</th><td>${all.attribute}</td><td class="n">–</td><td class="n">–</td><td class="n">–</td><td class="n">${figures.number(all.auc)}</td></tr>
</#list></tbody></table></div>
</#if>
<dl class="about"><dt>Proxy</dt><dd>A column that tells of a protected attribute. A model that never sees the attribute can treat groups differently by it.</dd><dt>Tells of what there is to know</dt><dd>Mutual information over the attribute's entropy: 0 % tells nothing, 100 % everything.</dd><dt>AUC</dt><dd>Of a person of a group and one of another, how often the right one is picked, on rows held out: 0.5 is guessing, 1 is certain.</dd></dl>
</section>
</#list>
</#macro>

<#macro privacySection>
<section aria-labelledby="privacy"><h2 id="privacy">Privacy</h2>
<p class="plain">${say.privacy()}</p>
<#list privacy as found>
<#if found.protections?has_content><ul><#list found.protections as protection><li>${protection}</li></#list></ul></#if>
<#if found.k gt 0>
<div class="scroll"><table><caption>Checked on the files that were published</caption>
<thead><tr><th scope="col" class="n">Required k</th><th scope="col" class="n">Smallest group</th><th scope="col" class="n">Groups</th><th scope="col" class="n">Rows</th><th scope="col" class="n">Rows left out</th><th scope="col" class="n">Highest risk before</th><th scope="col" class="n">after</th><th scope="col">Guarantee</th></tr></thead>
<tbody><tr><td class="n">${figures.count(found.k)}</td><td class="n">${figures.count(found.smallestClass)}</td><td class="n">${figures.count(found.classes)}</td><td class="n">${figures.count(found.rows)}</td><td class="n">${figures.count(found.rowsSuppressed)}</td><td class="n">${figures.percent(found.riskBefore)}</td><td class="n">${figures.percent(found.riskAfter)}</td><td><span class="tag ${found.holds?then("good", "bad")}">${found.holds?then("holds", "broken")}</span></td></tr></tbody></table></div>
<p class="soft">Columns that could give a person away: <#list found.quasiIdentifiers as column>${column}<#sep>, </#list>.</p>
<#if found.sensitive?has_content><ul><#list found.sensitive as sentence><li>${sentence}</li></#list></ul></#if>
<#if found.risks?has_content>
<h3>How likely people are found, before and after</h3>
<#assign rows = []><#list found.risks as risk><#if !risk.before?is_nan><#assign rows += [{"name": risk.name, "share": risk.before, "text": figures.percent(risk.before), "off": true}]></#if><#assign rows += [{"name": "… after", "share": risk.after, "text": figures.percent(risk.after)}]></#list>
<@bars title="Risks before and after" rows=rows caption="Pale: in the rows as they came. Blue: in the published rows."/>
</#if>
<#if found.crowds?has_content>
<h3>How large the crowds are that people hide in</h3>
<#assign rows = []><#list found.crowds as crowd><#assign rows += [{"name": (crowd.from == crowd.to)?then(figures.count(crowd.from), figures.count(crowd.from) + " to " + figures.count(crowd.to)) + " people alike", "share": crowd.share, "text": figures.percent(crowd.share)}]></#list>
<@bars title="People by the size of their group" rows=rows caption="Share of the published rows that are in groups of this size."/>
</#if>
</#if>
<#if found.informationLoss?has_content>
<h3>Detail given up for privacy</h3>
<#assign rows = []><#list found.informationLoss as column, loss><#assign rows += [{"name": column, "share": loss, "text": figures.percent(loss)}]></#list>
<@bars title="Information lost by column" rows=rows caption="0 % means the column is as it was, 100 % that nothing of it is left."/>
</#if>
</#list>
<dl class="about"><dt>k-anonymity</dt><dd>Rows are made alike until each shares its combination of identifying columns with at least k − 1 others.</dd><dt>Highest risk</dt><dd>1 divided by the size of the smallest such group: the chance of somebody who knows that a person is in the data to point at the right row.</dd><dt>Detail given up</dt><dd>Normalized certainty penalty: the width of the published range over the width of the whole column, averaged over rows.</dd><#list privacy as found><#if found.sensitive?has_content><dt>Values, spread (l-diversity, t-closeness)</dt><dd>Who finds the group of a person learns no more than these values with these frequencies: the fewer of them, or the farther from those of everybody (earth mover's distance, 0 to 1), the more is learned.</dd></#if></#list></dl>
</section>
</#macro>

<#macro modelsSection>
<section aria-labelledby="models"><h2 id="models">Models</h2>
<p class="plain">${say.models()}</p>
<#if report.models?has_content>
<div class="scroll"><table><caption>Quality on test rows that no model has seen; in small print, on rows held out in turn during training</caption>
<thead><tr><th scope="col">Model</th><#list say.modelMetrics() as metric><th scope="col" class="n">${figures.name(metric)}</th></#list></tr></thead>
<tbody><#list report.models as model><tr<#if model.chosen> class="chosen"</#if>><th scope="row">${figures.name(model.name)}<#if model.chosen> <span class="tag good">chosen</span></#if></th><#list say.modelMetrics() as metric><td class="n"><#if model.test[metric]??>${figures.number(model.test[metric])}<#else>–</#if><#if model.outOfFold[metric]??><br/><small class="soft">${figures.number(model.outOfFold[metric])}</small></#if></td></#list></tr>
</#list></tbody></table></div>
</#if>
<#if report.rules?has_content>
<details><summary>The decision tree in sentences: ${figures.count(report.rules?size)} rules, of which each row meets one</summary>
<ol><#list report.rules as rule><li>${rule}</li></#list></ol>
<p class="soft">A missing number counts as the mean of the training rows.</p>
</details>
</#if>
<#list calibration as found>
<h3>Whether its probabilities come true</h3>
<@reliability found=found/>
<p>Expected calibration error: ${figures.number(found.error)}<#if !found.errorBefore?is_nan> (${figures.number(found.errorBefore)} before its probabilities were mended)</#if>.</p>
</#list>
<#if report.compression?has_content>
<h3>Made smaller</h3>
<p><#list report.compression as sentence>${sentence}<#sep> </#sep></#list></p>
</#if>
<dl class="about"><dt>AUC</dt><dd>The chance that a case with the outcome scores above a case without it: 0.5 is guessing, 1 is perfect.</dd><dt>Accuracy</dt><dd>Share of right predictions. If one outcome is rare, always guessing the other looks accurate.</dd><dt>F1</dt><dd>Balance of finding the positives and not raising false alarms, 0 to 1.</dd><dt>Log loss, Brier score, RMSE, MAE</dt><dd>Measures of error: lower is better.</dd><#if calibration?has_content><dt>Expected calibration error</dt><dd>How far predicted probabilities are from how often they come true, on average over rows in ten ranges of probability; 0 is perfect.</dd></#if></dl>
</section>
</#macro>

<#macro curvesSection>
<#if report.curves?has_content>
<section aria-labelledby="curves"><h2 id="curves">How the models learned</h2>
<p class="soft">Blue: loss of rows that were held out. Grey: loss of the rows that were learned from. A step is an epoch of a network or a round of boosting.</p>
<div class="charts">
<#list report.curves as curve><div><h3>${say.name(curve)}</h3><@loss name=say.name(curve) chart=say.chart(curve)/></div>
</#list>
</div>
<dl class="about"><dt>Loss</dt><dd>What training makes small: log loss of classes, squared error (of XGBoost its root) of numbers, on average over rows. Where the loss of held-out rows rises while the other falls, the model learns its rows by heart. The curves are those of the fits to all training rows.</dd></dl>
</section>
</#if>
</#macro>

<#macro fairnessSection>
<section aria-labelledby="fairness"><h2 id="fairness">Fairness</h2>
<#list fairness as each><@f.body found=each.found tell=each.tell view=each.view/><#else>
<#list say.fairness() as sentence><p class="plain">${sentence}</p></#list></#list>
</section>
</#macro>

<#macro driversSection>
<section aria-labelledby="drivers"><h2 id="drivers">What drives the scores</h2>
<p class="plain">${say.drivers()}</p>
<#if report.drivers?has_content>
<#assign rows = []><#list report.drivers as driver><#assign rows += [{"name": driver.column, "share": (say.largestImportance() gt 0)?then(driver.importance / [say.largestImportance(), 0.0000000001]?max, 0), "text": figures.number(driver.importance)}]></#list>
<@bars title="Importance of columns" rows=rows caption="Loss of quality when a column is shuffled; the longest bar is the most important column."/>
<details><summary>As a table</summary><table><caption>Importance by column</caption><thead><tr><th scope="col">Column</th><th scope="col" class="n">Loss of quality</th></tr></thead>
<tbody><#list report.drivers as driver><tr><th scope="row">${driver.column}</th><td class="n">${figures.number(driver.importance)}</td></tr></#list></tbody></table></details>
</#if>
<dl class="about"><dt>Importance</dt><dd>A column's values are shuffled between people, and the model is measured again. The more it loses, the more it relies on that column. That is no proof of cause, and columns that say the same share their importance.</dd></dl>
</section>
</#macro>

<#macro lineageSection>
<section aria-labelledby="lineage"><h2 id="lineage">Lineage</h2>
<p class="plain">${say.lineage()}</p>
<#if report.lineage.tables?has_content>
<div class="scroll"><table><caption>Tables</caption><thead><tr><th scope="col">Table</th><th scope="col" class="n">Version</th><th scope="col">Role</th></tr></thead>
<tbody><#list report.lineage.tables as table><tr><th scope="row"><code>${table.name}</code></th><td class="n">${table.version?c}</td><td>${table.role}</td></tr></#list></tbody></table></div>
</#if>
<div class="scroll"><table><caption>Identity</caption><tbody>
<#if report.lineage.model?has_content><tr><th scope="row">Model</th><td><code>${report.lineage.model}</code></td></tr></#if>
<tr><th scope="row">Run</th><td><code>${report.runId}</code></td></tr>
<tr><th scope="row">Pipeline file</th><td><code>${report.lineage.pipelineFile}</code></td></tr>
<tr><th scope="row">Configuration</th><td><code>${report.lineage.configHash}</code></td></tr>
<tr><th scope="row">Code</th><td><code>${report.lineage.codeVersion}</code></td></tr>
<tr><th scope="row">Seed</th><td><code>${report.lineage.seed?c}</code></td></tr>
</tbody></table></div>
<dl class="about"><dt>Version</dt><dd>Tables keep their past: a version names exactly the rows that were read or written.</dd><dt>Configuration</dt><dd>SHA-256 of the pipeline file: the same text gives the same figure.</dd></dl>
</section>
</#macro>

<#macro limitsSection>
<section aria-labelledby="limits"><h2 id="limits">Limits</h2>
<p class="plain">A score is an estimate from past data; a person should be able to question any decision based on it.</p>
<ul>
<#list report.limits as limit><li>${limit}</li></#list>
<li>The audit covers only the attributes listed under Fairness; groups that were not judged may be treated differently without notice.</li>
<li>Figures hold for data like the data used here. If people or processes change, audit again.</li>
</ul>
</section>
</#macro>
