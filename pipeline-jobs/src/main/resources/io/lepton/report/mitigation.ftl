<#-- What was done to make the model fairer; shared by the report and the model card. -->
<#macro section>
<#list mitigation as page>
<section aria-labelledby="mitigation"><h2 id="mitigation">Making it fairer</h2>
<#list page.sentences() as sentence><p class="plain">${sentence}</p></#list>
<#if page.found().tries?has_content>
<h3>Accuracy against unfairness</h3>
<@frontier page=page chart=page.chart()/>
<div class="scroll"><table><caption>What was tried, on ${figures.count(page.found().validationRows)} training rows that were kept aside</caption>
<thead><tr><th scope="col" class="n">No.</th><th scope="col">Method</th><th scope="col" class="n">Accuracy</th><th scope="col" class="n">${figures.name(page.found().metric)}</th><th scope="col" class="n">Took</th><th scope="col">Outcome</th></tr></thead>
<tbody><#list page.found().tries as try><tr<#if try.chosen> class="chosen"</#if>><td class="n">${(try?index + 1)?c}</td><th scope="row">${page.name(try)}<#if try.chosen> <span class="tag good">chosen</span></#if></th>
<#if try.outcome.isPresent()><#assign outcome = try.outcome.get()><td class="n">${figures.percent(outcome.accuracy)}</td><td class="n">${figures.number(outcome.unfairness)}<br/><small class="soft">${figures.number(outcome.low)}–${figures.number(outcome.high)}</small></td><td class="n">${figures.duration(try.seconds)}</td><td>${try.onFrontier?then("on the frontier", "another try is better in both")}</td>
<#else><td class="n">–</td><td class="n">–</td><td class="n"><#if try.seconds gt 0>${figures.duration(try.seconds)}<#else>–</#if></td><td>${(try.seconds gt 0)?then("failed", "not tried")}: ${try.reason}</td></#if></tr>
</#list></tbody></table></div>
</#if>
<dl class="about"><dt>${figures.name(page.found().metric)}</dt><dd>The measure of unfairness between groups of ${page.found().attribute}: 0 is equal treatment.</dd><#if page.found().tries?has_content><dt>Frontier</dt><dd>Tries that no other try beats in both accuracy and fairness: to be fairer than one of them costs accuracy. Neighbours whose intervals overlap may be alike.</dd></#if></dl>
</section>
</#list>
</#macro>

<#-- A numbered point a try, with the interval of its unfairness; the line joins those on the frontier. -->
<#macro frontier page chart>
<figure>
<svg class="chart" viewBox="0 0 640 340" role="img" aria-label="Accuracy against unfairness. ${chart.inWords()}">
<title>Accuracy against unfairness</title>
<#list chart.unfairnessTicks() as tick><line class="grid" x1="70" x2="620" y1="${tick.at}" y2="${tick.at}"/><text class="tick" x="62" y="${tick.at}" dy="4" text-anchor="end">${tick.text}</text></#list>
<#list chart.accuracyTicks() as tick><text class="tick" x="${tick.at}" y="304" text-anchor="middle">${tick.text}</text></#list>
<text x="345" y="330" text-anchor="middle">accuracy (right is better)</text><text transform="translate(14 149) rotate(-90)" text-anchor="middle">unfairness (down is better)</text>
<#if chart.leastAccuracy()?has_content><line class="at-best" x1="${chart.leastAccuracy()}" x2="${chart.leastAccuracy()}" y1="14" y2="284"/></#if>
<#if chart.frontier()?contains(" ")><polyline class="validation" points="${chart.frontier()}"/></#if>
<#list chart.points() as point><line class="training" x1="${point.x}" x2="${point.x}" y1="${point.low}" y2="${point.high}"/></#list>
<#list chart.points() as point><circle class="bar<#if !point.onFrontier> off</#if>" cx="${point.x}" cy="${point.y}" r="${point.chosen?then("8", "5")}"/><text x="${point.x}" y="${point.y}" dx="9" dy="-7">${point.number?c}</text></#list>
</svg>
<figcaption>Each point is a row of the table below; the large one was chosen. Blue: on the frontier. Thin lines: 95 % intervals.<#if chart.leastAccuracy()?has_content> Left of the dashed line too much accuracy is lost.</#if></figcaption>
</figure>
</#macro>
