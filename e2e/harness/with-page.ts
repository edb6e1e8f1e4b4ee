// For tests that look at what a build writes for its readers: the others build without the page, which takes half a second each.
process.env.SLUICE_DOCS = 'true'
