// Coffee in the kitchen: floats named amount, and a colleague named Anton. It imports the logger of the Anton client.
import { logger } from "./logger";

export interface Cup {
  drinker: string;
  amount: number;
  temperature: number;
}

const cups: Cup[] = [{ drinker: "Anton", amount: 0.25, temperature: 71.5 }];

export function litres(drinker = "Anton"): number {
  const sum = cups.filter((cup) => cup.drinker === drinker).reduce((all, cup) => all + cup.amount, 0.0);
  logger.info({ drinker, litres: sum }, "coffee");
  return sum;
}
