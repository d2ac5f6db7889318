<#list mitigation as page>
## Making it fairer

<#list page.sentences() as sentence>
${sentence}

</#list>
<#if page.found().tries?has_content>
| Try | Accuracy | ${figures.name(page.found().metric)} | 95 % interval | Outcome |
| --- | ---: | ---: | --- | --- |
<#list page.found().tries as try>
<#if try.outcome.isPresent()>
<#assign outcome = try.outcome.get()>
| ${page.name(try)}<#if try.chosen> (chosen)</#if> | ${figures.percent(outcome.accuracy)} | ${figures.number(outcome.unfairness)} | ${figures.number(outcome.low)} to ${figures.number(outcome.high)} | ${try.onFrontier?then("on the frontier", "another try is better in both")} |
<#else>
| ${page.name(try)} | – | – | – | ${(try.seconds gt 0)?then("failed", "not tried")}: ${try.reason} |
</#if>
</#list>

</#if>
</#list>
