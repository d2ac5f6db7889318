<#-- How groups of people are treated: needs nothing of a run but a Fairness, what is said of it (tell) and shown (view). -->

<#-- A bar a group with its interval; the lowest and the highest are named, outlined and marked. -->
<#macro groupBars chart>
<figure>
<h4>${chart.title()}</h4>
<svg class="chart people" viewBox="0 0 400 ${chart.height()?c}" role="img" aria-label="${chart.label()}">
<#list chart.ticks() as tick><line class="grid" x1="${tick.at}" x2="${tick.at}" y1="0" y2="${(chart.height() - 20)?c}"/><text class="tick" x="${tick.at}" y="${(chart.height() - 5)?c}" text-anchor="${tick?is_first?then("start", tick?is_last?then("end", "middle"))}">${tick.text}</text></#list>
<#list chart.bars() as bar>
<g transform="translate(0 ${bar.top?c})"><text x="0" y="14"><#if bar.mark == "lowest">▼ <#elseif bar.mark == "highest">▲ </#if>${cut(bar.group, 27)}</text><text class="tick" x="400" y="14" text-anchor="end">${bar.text}</text>
<rect class="bar<#if !bar.judged> off</#if><#if bar.mark?has_content> edge</#if>" y="20" width="${bar.width}" height="12" rx="2"/><#if bar.low?has_content><path class="range" d="M${bar.low} 26H${bar.high}M${bar.low} 22v8M${bar.high} 22v8"/></#if></g>
</#list>
</svg>
<figcaption>${chart.caption()}</figcaption>
</figure>
</#macro>

<#function cut text most><#return (text?length > most)?then(text?substring(0, most - 1) + "…", text)></#function>

<#-- A line a group in a square of shares. -->
<#macro curves chart>
<figure>
<h4>${chart.title()}</h4>
<svg class="chart people" viewBox="0 0 400 ${chart.height()?c}" role="img" aria-label="${chart.label()}">
<rect class="back" x="56" y="10" width="300" height="300"/><line class="range" x1="56" y1="310" x2="356" y2="10" stroke-dasharray="2 5"/>
<text class="tick" x="56" y="326" text-anchor="middle">0 %</text><text class="tick" x="356" y="326" text-anchor="middle">100 %</text><text class="tick" x="206" y="344" text-anchor="middle">${chart.across()}</text>
<text class="tick" x="50" y="314" text-anchor="end">0 %</text><text class="tick" x="50" y="18" text-anchor="end">100 %</text><text class="tick" transform="translate(16 160) rotate(-90)" text-anchor="middle">${chart.up()}</text>
<#list chart.lines() as line>
<g class="line l${line?index}"><polyline points="${line.corners()}"/><#list line.ranges() as range><path class="whisker" d="M${range.x} ${range.from}V${range.to}"/></#list><#list line.points() as point><circle cx="${point.x}" cy="${point.y}" r="3.5"/></#list>
<path d="M56 ${(line.top() - 4)?c}h36"/><text x="100" y="${line.top()?c}">${line.text()}</text></g>
</#list>
</svg>
<figcaption>${chart.caption()}</figcaption>
</figure>
</#macro>

<#macro term view metric label><#if view.term(metric)?has_content><a href="#term-${view.term(metric)}">${label}</a><#else>${label}</#if></#macro>

<#macro range found figure><#if !found.low?is_nan><br/><small class="soft">${figure(found.low)} to ${figure(found.high)}</small></#if></#macro>

<#macro groupTable found view attributes>
<div class="scroll"><table class="groups"><caption>What was measured in each group of ${attributes}</caption>
<thead><tr><th scope="col">Group</th><th scope="col" class="n">Rows</th><#list view.groupMetrics() as metric><th scope="col" class="n">${view.name(metric)}</th></#list></tr></thead>
<tbody>
<tr><th scope="row">everyone</th><td class="n">${figures.count(found.overall.count)}</td><#list view.groupMetrics() as metric><td class="n"><#if found.overall.metrics[metric]??>${figures.number(found.overall.metrics[metric])}<#else>–</#if></td></#list></tr>
<#list view.shown(attributes) as group><tr><th scope="row">${group.group}<#if !group.judged> <span class="tag mute">not judged</span></#if></th><td class="n">${figures.count(group.count)}</td><#list view.groupMetrics() as metric><td class="n"><#if group.metrics[metric]??>${figures.number(group.metrics[metric])}<#if group.intervals[metric]??><br/><small class="soft">${figures.number(group.intervals[metric].low)}–${figures.number(group.intervals[metric].high)}</small></#if><#else>–</#if></td></#list></tr>
</#list><#if view.withheld(attributes)?has_content><tr><td colspan="${(view.groupMetrics()?size + 2)?c}"><span class="tag mute">withheld</span> <#list view.withheld(attributes) as group>${group.group}<#sep>, </#list>: fewer than ${figures.count(found.judgement.privacyThreshold)} people, or others by which their number could be told</td></tr></#if>
</tbody></table></div>
</#macro>

<#macro gateTable gates view caption passed refused>
<div class="scroll"><table><caption>${caption}</caption>
<thead><tr><th scope="col">Gate</th><th scope="col">Applied to</th><th scope="col">Condition</th><th scope="col" class="n">Found</th><th scope="col">Verdict</th></tr></thead>
<tbody><#list gates as gate><tr><th scope="row">${view.name(gate.metric)}</th><td>${gate.attributes}</td><td>${gate.condition}</td><td class="n">${figures.number(gate.value)}</td><td><span class="tag ${gate.passed?then("good", "bad")}">${gate.passed?then(passed, refused)}</span><br/><small class="soft">${gate.reason}</small></td></tr>
</#list></tbody></table></div>
</#macro>

<#macro contrastTable found view>
<#if found.contrasts?has_content>
<div class="scroll"><table><caption>Combinations against everybody else, the furthest first: each by the measure in which it is furthest off. The intervals of the differences hold all at a time.</caption>
<thead><tr><th scope="col">Combination</th><th scope="col">Measure</th><th scope="col" class="n">There</th><th scope="col" class="n">Elsewhere</th><th scope="col" class="n">Difference, 95 % interval</th><th scope="col" class="n">Corrected p-value</th></tr></thead>
<tbody><#list found.contrasts as each><tr><th scope="row">${each.group}</th><td><@term view=view metric=each.metric label=view.name(each.metric)/></td><td class="n">${view.figure(each, each.value)}</td><td class="n">${view.figure(each, each.rest)}</td><td class="n">${view.difference(each)}</td><td class="n">${figures.pValue(each.pValue)}</td></tr>
</#list></tbody></table></div>
</#if>
</#macro>

<#macro sliceTable found view>
<#list view.slices() as slices><#if slices.worst?has_content>
<h3>Where the model errs most</h3>
<div class="scroll"><table><caption>Parts of the data with the most errors, of ${figures.count(slices.rows)} rows; p-values are corrected for ${figures.count(slices.tests)} parts that could have been found (Benjamini and Hochberg)</caption>
<thead><tr><th scope="col">Where</th><th scope="col" class="n">Rows</th><th scope="col" class="n">${slices.wrongIsAShare?then("Wrong there", "Off by there")}</th><th scope="col" class="n">Elsewhere</th><th scope="col" class="n">Corrected p-value</th></tr></thead>
<tbody><#list view.worst(slices) as slice><tr><th scope="row">${slice.condition}</th><td class="n">${figures.count(slice.rows)}</td><td class="n">${view.loss(slices, slice.loss)}</td><td class="n">${view.loss(slices, slice.rest)}</td><td class="n">${figures.pValue(slice.pValue)}</td></tr>
</#list></tbody></table></div>
</#if></#list>
</#macro>

<#-- Of several classes: each against all others. -->
<#macro classCharts view attributes>
<#if view.classes(attributes)?has_content>
<details><summary>Charts of each class by ${attributes}</summary>
<p class="soft">Each class against all others: here, to be selected is to be predicted the class, and to have the outcome is to be of it.<#if view.drawsSomeClasses()> Drawn are the classes that groups are predicted most unequally.</#if></p>
<#list view.classes(attributes) as each><h4>${each.name}</h4>
<div class="charts"><#list each.bars as chart><@groupBars chart=chart/></#list></div>
<#if each.curves?has_content><div class="charts"><#list each.curves as chart><@curves chart=chart/></#list></div></#if>
</#list></details>
</#if>
</#macro>

<#macro disparityTable view>
<details><summary>Disparities: how far groups are apart, by the measures that most readers look for</summary>
<div class="scroll"><table><caption>Difference: largest less smallest value of the judged groups, 0 is equal. Ratio: smallest by largest, 1 is equal. Below each its 95 % interval.</caption>
<thead><tr><th scope="col">Of</th><th scope="col">Disparity</th><th scope="col" class="n">Value</th><th scope="col" class="n">Corrected p-value</th><th scope="col">Worst off</th><th scope="col">Best off</th></tr></thead>
<tbody><#list view.disparities() as each><tr><td>${each.attributes}</td><th scope="row"><@term view=view metric=each.metric label=figures.name(each.metric)/></th><td class="n">${figures.number(each.value)}<@range found=each.interval figure=figures.number/></td><td class="n">${figures.pValue(each.pValue)}</td><td>${each.worstGroup}</td><td>${each.bestGroup}</td></tr>
</#list></tbody></table></div></details>
</#macro>

<#macro challengerPart found view>
<#list view.challengers() as challenger>
<h3>Challenger</h3>
<p class="plain">The model <code>${challenger.model}</code> scored the same rows, for comparison only: its predictions differ for ${figures.percent(challenger.otherPredictions)} of them, its scores by ${figures.number(challenger.scoreDifference)} on average.</p>
<div class="scroll"><table><caption>Both models, on all rows</caption>
<thead><tr><th scope="col">Measure</th><th scope="col" class="n">Published</th><th scope="col" class="n">Challenger</th></tr></thead>
<tbody><#list challenger.overall.metrics as metric, value><tr><th scope="row">${view.name(metric)}</th><td class="n"><#if found.overall.metrics[metric]??>${figures.number(found.overall.metrics[metric])}<#else>–</#if></td><td class="n">${figures.number(value)}</td></tr>
</#list></tbody></table></div>
<#if challenger.gates?has_content><@gateTable gates=challenger.gates view=view caption="What the gates would say of the challenger" passed="would pass" refused="would refuse"/></#if>
</#list>
</#macro>

<#macro glossary view>
<dl class="about">
<#list view.meanings() as each><dt id="term-${each.measure}">${figures.name(each.measure)}</dt><dd>${each.words}</dd></#list>
<dt>95 % interval</dt><dd>Where the true figure probably lies, given how many people were seen: of a hundred such intervals about 95 hold it.</dd>
<dt>Corrected p-value</dt><dd>How probable such a difference is if nobody is treated differently. Whoever compares often finds something by chance; the correction (Holm) makes up for it. Below 0.05, chance is no good explanation.</dd>
<dt>Not judged, withheld</dt><dd>Groups too small to compare; groups so small that publishing figures would expose people, and others by which the number of people in them could be told.</dd>
</dl>
</#macro>

<#macro body found tell view>
<p class="soft">${tell.reading()}</p>
<#list view.attributes() as attributes>
<h3>By ${attributes}: who is treated how</h3>
<#list tell.treatment(attributes) as sentence><p class="plain">${sentence}</p></#list>
</#list>
<#if tell.alike()?has_content>
<h3>Whether people who are alike are decided alike</h3>
<p class="plain">${tell.alike()}</p>
</#if>
<#if tell.furthest()?has_content || tell.slices()?has_content>
<h3>Who else stands out</h3>
<#if tell.furthest()?has_content><p class="plain">${tell.furthest()}</p></#if>
<#if tell.slices()?has_content><p class="plain">${tell.slices()}</p></#if>
</#if>
<#if tell.unjudged()?has_content>
<h3>Of whom too little is known</h3>
<#list tell.unjudged() as sentence><p>${sentence}</p></#list>
</#if>
<h3>What the gates say</h3>
<p class="plain"><strong>${tell.gates()}</strong></p>
<#if found.gates?has_content><@gateTable gates=found.gates view=view caption="Gates: conditions set by the owner of the pipeline" passed="passed" refused="refused"/></#if>
<#list view.attributes() as attributes>
<h3>Charts by ${attributes}</h3>
<div class="charts"><#list view.bars(attributes) as chart><@groupBars chart=chart/></#list><#list view.curves(attributes) as chart><@curves chart=chart/></#list></div>
<@classCharts view=view attributes=attributes/>
<details><summary>Figures by ${attributes}</summary><@groupTable found=found view=view attributes=attributes/></details>
</#list>
<#if found.contrasts?has_content><h3>Combinations of attributes</h3><@contrastTable found=found view=view/></#if>
<#list view.intersections() as attributes>
<details><summary>Figures by ${attributes}</summary><@groupTable found=found view=view attributes=attributes/></details>
</#list>
<@sliceTable found=found view=view/>
<#if view.disparities()?has_content><@disparityTable view=view/></#if>
<@challengerPart found=found view=view/>
<@glossary view=view/>
</#macro>
