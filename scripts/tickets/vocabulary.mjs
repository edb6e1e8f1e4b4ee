// What the generated feed is made of. The seeds under seeds/tickets/ describe the same carriers, vessels, ports and fuels.

export const CARRIERS = 40
export const VESSELS_PER_CARRIER = 3
export const PORTS = 35

// The feed's own spelling first, then the odd ones that turn up; price in USD cents per unit; share out of 20.
export const FUELS = [
  { spellings: ['CRUDE_OIL', 'crude-oil', 'Crude'], cents: 7_850, share: 5 },
  { spellings: ['DIESEL', 'Gasoil', 'gas oil', 'ULSD'], cents: 10_420, share: 4 },
  { spellings: ['GASOLINE', 'Petrol', 'mogas'], cents: 9_260, share: 3 },
  { spellings: ['JET_FUEL', 'Jet A-1', 'kerosene'], cents: 10_180, share: 2 },
  { spellings: ['LNG', 'Liquefied Natural Gas', 'l.n.g.'], cents: 1_240, share: 2 },
  { spellings: ['LPG', 'Autogas', 'l.p.g.'], cents: 5_630, share: 1 },
  { spellings: ['HFO', 'heavy fuel oil', 'IFO380', 'Bunker C'], cents: 6_490, share: 2 },
  { spellings: ['BIOFUEL', 'bio-fuel', 'FAME'], cents: 13_700, share: 1 },
]

// Units of the currency per 100 USD cents, roughly: prices are quoted in it; share out of 20.
export const CURRENCIES = [
  { code: 'USD', per: 100, share: 9 },
  { code: 'EUR', per: 92, share: 4 },
  { code: 'GBP', per: 79, share: 2 },
  { code: 'NOK', per: 1_070, share: 1 },
  { code: 'CAD', per: 137, share: 1 },
  { code: 'SGD', per: 134, share: 1 },
  { code: 'AED', per: 367, share: 1 },
  { code: 'BRL', per: 545, share: 1 },
]

export const CURRENCY_WITHOUT_RATE = 'VES'
export const BUNKER_GRADES = ['VLSFO', 'HSFO', 'ULSFO', 'MGO']
