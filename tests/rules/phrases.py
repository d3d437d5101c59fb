"""What coordinators type, and what it means on Tuesday 2026-11-24 at 10:00 in America/New_York.

A line is a phrase and its reading on the wall. A date and hour is certain, `|` is between the answers of a question, a
date alone still lacks its hour, an hour alone its day, a word is a problem. ` ?` behind a single answer: it is asked.
`?` alone: whatever asks or refuses, a moment it is not. `~` marks what nobody expects to be taken without a question:
vague, contradictory or impossible phrases, and those that are not one date.

The lines below `--` were written down with their meaning before the grammar had read them; where it may ask, the
question it asks was filled in afterwards. TRICKY phrases look like something else, in any of the languages.
"""

ENGLISH = """
  thu 9am                                          > 2026-11-26 09:00
  Thu 9:00                                         > 2026-11-26 09:00
  Thursday 9 am                                    > 2026-11-26 09:00
  Thurs 8:30-11am                                  > 2026-11-26 08:30-11:00
  thur 9a                                          > 2026-11-26 09:00
  thursday at 9                                    > 2026-11-26 09:00
  Thursday at 9:00 AM                              > 2026-11-26 09:00
  Thu., 9 a.m.                                     > 2026-11-26 09:00
  thu@9                                            > 2026-11-26 09:00
  thu @ 9am                                        > 2026-11-26 09:00
  9am thursday                                     > 2026-11-26 09:00
  9am on thursday                                  > 2026-11-26 09:00
  at 9 on Thursday                                 > 2026-11-26 09:00
  this Thursday 9am                                > 2026-11-26 09:00
  coming thursday at 10                            > 2026-11-26 10:00
  Fri 6:30p                                        > 2026-11-27 18:30
  fri 6:30 PM                                      > 2026-11-27 18:30
  Friday 18:30                                     > 2026-11-27 18:30
  friday at 6:30pm                                 > 2026-11-27 18:30
  sat 10am                                         > 2026-11-28 10:00
  Saturday 10-12                                   > 2026-11-28 10:00-12:00
  saturday from 9 to 11                            > 2026-11-28 09:00-11:00
  Saturday from 10am to 1pm                        > 2026-11-28 10:00-13:00
  Sat 9am-1                                        > 2026-11-28 09:00-13:00
  sun 2pm                                          > 2026-11-29 14:00
  sunday 2-4pm                                     > 2026-11-29 14:00-16:00
  Sunday at noon                                   > 2026-11-29 12:00
  mon 8am                                          > 2026-11-30 08:00
  monday 8:15                                      > 2026-11-30 08:15
  Mon 11-1pm                                       > 2026-11-30 11:00-13:00
  monday 9-5                                       > 2026-11-30 09:00-17:00
  wed 930am                                        > 2026-11-25 09:30
  weds 1030am                                      > 2026-11-25 10:30
  wednesday half past 9                            > 2026-11-25 09:30
  Wednesday at quarter to 9                        > 2026-11-25 08:45
  wed quarter past 9                               > 2026-11-25 09:15
  Wednesday at nine                                > 2026-11-25 09:00
  wed nine thirty am                               > 2026-11-25 09:30
  wednesday 10 o'clock                             > 2026-11-25 10:00
  wed at 10 sharp                                  > 2026-11-25 10:00
  tomorrow 9am                                     > 2026-11-25 09:00
  tomorrow at nine                                 > 2026-11-25 09:00
  tomorrow @ 9am                                   > 2026-11-25 09:00
  tmrw 10am                                        > 2026-11-25 10:00
  tmw 9-11am                                       > 2026-11-25 09:00-11:00
  tomorow 9am                                      > 2026-11-25 09:00
  tomorrow morning at 7                            > 2026-11-25 07:00
  tomorrow afternoon at 3                          > 2026-11-25 15:00
  tomorrow evening at 6                            > 2026-11-25 18:00
  tomorrow night at 8                              > 2026-11-25 20:00
  tomorrow at noon                                 > 2026-11-25 12:00
  tomorrow 9                                       > 2026-11-25 09:00
  today 4pm                                        > 2026-11-24 16:00
  today at 3                                       > 2026-11-24 15:00
  today noon                                       > 2026-11-24 12:00
  tonight 7pm                                      > 2026-11-24 19:00
  tonight at 7                                     > 2026-11-24 19:00
  this afternoon at 2                              > 2026-11-24 14:00
  this evening at 6                                > 2026-11-24 18:00
  day after tomorrow 9am                           > 2026-11-26 09:00
  the day after tomorrow at 10                     > 2026-11-26 10:00
  in 3 days at 9am                                 > 2026-11-27 09:00
  in a week at 9am                                 > 2026-12-01 09:00
  in two weeks 10am                                > 2026-12-08 10:00
  Dec 3 9am                                        > 2026-12-03 09:00
  Dec. 3rd, 9:00 a.m.                              > 2026-12-03 09:00
  December 3rd at 9am                              > 2026-12-03 09:00
  December 3, 2026, 9:00 AM                        > 2026-12-03 09:00
  3 December 9am                                   > 2026-12-03 09:00
  3rd of December at 9                             > 2026-12-03 09:00
  Dec 3 at noon                                    > 2026-12-03 12:00
  Thursday December 3 9am                          > 2026-12-03 09:00
  Thu Dec 3 9-11am                                 > 2026-12-03 09:00-11:00
  Thursday, December 3rd @ 9:00AM                  > 2026-12-03 09:00
  thursday the 3rd at 10am                         > 2026-12-03 10:00
  on the 3rd at 9                                  > 2026-12-03 09:00
  the 3rd at 9am                                   > 2026-12-03 09:00
  the 30th 8:30am                                  > 2026-11-30 08:30
  fri 12/4 9am                                     > 2026-12-04 09:00
  Friday 12/4/26 10:30                             > 2026-12-04 10:30
  12/4/2026 10:00am                                > 2026-12-04 10:00
  11/30 9am                                        > 2026-11-30 09:00
  11/30 9-11                                       > 2026-11-30 09:00-11:00
  8/30 6:30p                                       > 2027-08-30 18:30
  30/8 6:30p                                       > 2027-08-30 18:30
  Mon 11/30 8:30am                                 > 2026-11-30 08:30
  dec 15 9am to 11am                               > 2026-12-15 09:00-11:00
  dec 15 between 9 and 11                          > 2026-12-15 09:00-11:00
  jan 5 9am                                        > 2027-01-05 09:00
  January 5th, 2027 9am                            > 2027-01-05 09:00
  2026-12-03 09:00                                 > 2026-12-03 09:00
  2026-12-03 9:00-11:00                            > 2026-12-03 09:00-11:00
  2026-12-03T09:00                                 > 2026-12-03 09:00
  2026-12-03 3pm                                   > 2026-12-03 15:00
  2026/12/03 14:30                                 > 2026-12-03 14:30
  3 dec 2026 14:30                                 > 2026-12-03 14:30
  thu 9am 2h                                       > 2026-11-26 09:00-11:00
  thu 9am for 2 hours                              > 2026-11-26 09:00-11:00
  thu 9am 90 min                                   > 2026-11-26 09:00-10:30
  thu 9am 1h30                                     > 2026-11-26 09:00-10:30
  thu 9am 1.5 hrs                                  > 2026-11-26 09:00-10:30
  Thu 9am, for an hour                             > 2026-11-26 09:00-10:00
  thursday morning                                 > 2026-11-26 morning
  Thu morning tbc                                  > 2026-11-26 morning
  thursday afternoon                               > 2026-11-26 afternoon
  tomorrow morning                                 > 2026-11-25 morning
  tomorrow afternoon, time to be confirmed         > 2026-11-25 afternoon
  thu am                                           > 2026-11-26 morning
  sat                                              > 2026-11-28
  Saturday                                         > 2026-11-28
  tomorrow                                         > 2026-11-25
  Dec 3                                            > 2026-12-03
  12/25                                            > 2026-12-25
  Thursday the 3rd                                 > 2026-12-03
  2026-12-03                                       > 2026-12-03
  9am                                              > 09:00
  9:00                                             > 09:00
  at 9                                             > 09:00
  9-11am                                           > 09:00-11:00
  from 9 to 11                                     > 09:00-11:00
  noon                                             > 12:00
  quarter to nine                                  > 08:45
  next tuesday 9am                                 > 2026-12-01 09:00 | 2026-12-08 09:00
  next thur                                        > 2026-11-26 | 2026-12-03
  12/3 at noon                                     > 2026-12-03 12:00 | 2027-03-12 12:00
  12/3 9-11                                        > 2026-12-03 09:00-11:00 | 2027-03-12 09:00-11:00
  12/3                                             > 2026-12-03 | 2027-03-12
  thu at 3                                         > 2026-11-26 03:00 | 2026-11-26 15:00
  thu 7-9                                          > 2026-11-26 07:00-09:00 | 2026-11-26 19:00-21:00
  Thu 3                                            > 2026-11-26 | 2026-12-03
~ thu 9/8 at 9                                     > not_that_weekday
  thu midnight                                     > 2026-11-26 00:00 | 2026-11-27 00:00
  thu 12am                                         > 2026-11-26 00:00 | 2026-11-27 00:00
  tuesday                                          > 2026-11-24 | 2026-12-01
  tuesday at 11                                    > 2026-11-24 11:00 | 2026-12-01 11:00
  tuesday 9am                                      > 2026-12-01 09:00
  tomorrow at 3                                    > 2026-11-25 03:00 | 2026-11-25 15:00
  thursday 12/3 9:00 a.m. - 11:00 a.m.             > 2026-12-03 09:00-11:00
  9:30am-11:00am thursday dec 3                    > 2026-12-03 09:30-11:00
  friday 4 at 5pm                                  > 2026-12-04 17:00
  thu 10-12                                        > 2026-11-26 | 2026-12-10
  thu 10:00-12                                     > 2026-11-26 10:00-12:00
  12.3 9am                                         > 2026-12-03 09:00 | 2027-03-12 09:00
  thu 9.30                                         > 2026-11-26 09:30
  thu 9am - noon                                   > 2026-11-26 09:00-12:00
  thu noon-2                                       > 2026-11-26 12:00-14:00
~ tomorrow thursday 9am                            > not_that_weekday
~ 2 hours thu 9am                                  > no_date
~ 9-11 dec 3                                       > no_date
~ dec 3-5, 9am                                     > no_date
~ at 3                                             > 03:00 | 15:00
~ thu 9ish                                         > no_date
~ thu around 9                                     > no_date
~ nineish                                          > no_date
~ about 9 tomorrow                                 > no_date
~ tomorrow-ish                                     > no_date
~ thu or fri 9am                                   > no_date
~ thu-fri                                          > no_date
~ by thursday 9am                                  > no_date
~ after 9am thursday                               > no_date
~ not thursday                                     > no_date
~ early thursday                                   > no_date
~ soon                                             > no_date
~ asap                                             > no_date
~ thursday evening                                 > no_date
~ tonight                                          > no_date
~ next week                                        > no_date
~ 2 hours                                          > no_date
~ in 2 hours                                       > no_date
~ every thursday 9am                               > no_date
~ Thursdays 9am                                    > no_date
~ yesterday 9am                                    > no_date
~ today 9am                                        > past
~ 11/20 9am                                        > past
~ nov 2 9am                                        > past
~ Dec 3 2025 9am                                   > past
~ Thursday December 4 9am                          > not_that_weekday
~ Wed 12/3 9am                                     > not_that_weekday
~ feb 30 9am                                       > no_such_date
~ 13/13 9am                                        > no_such_date
~ 9/22/2027 9am                                    > too_far
~ 2030-01-01 09:00                                 > too_far
~ thu 25:00                                        > no_date
~ thu 9:75                                         > no_date
~ thu 13am                                         > no_date
~ thu 9-9am                                        > end_before_start
~ thu 11am-9am                                     > end_before_start
~ thu 9pm-1am                                      > end_before_start
~ thu 9am for 0 hours                              > end_before_start
~ thu 9am for 25 hours                             > end_before_start
~ thu 9am in the afternoon                         > no_date
~ thu 15:00 in the morning                         > no_date
~ Dec 3 9                                          > no_date
~ Dec 3-5                                          > no_date
~ thu 9 12                                         > no_date
  thu 1430                                         > 2026-11-26 14:30
~ 3/14/2027 2:30am                                 > no_such_hour
~ March 14 2027 1am-2:30am                         > no_such_hour
~ thu 9am thu 10am                                 > no_date
~ thu 9am EST                                      > no_date
~ meet me thursday at 9am                          > no_date
--
  Thu 9 am                                         > 2026-11-26 09:00
  THURSDAY 9AM                                     > 2026-11-26 09:00
  Thurs 9:30am                                     > 2026-11-26 09:30
  thur. 9.30 am                                    > 2026-11-26 09:30
  Thurs. Dec 3rd @ 9a                              > 2026-12-03 09:00
  thurs dec 3 9a                                   > 2026-12-03 09:00
  Thursday, December 3, 2026 at 9:00 AM            > 2026-12-03 09:00
  Thursday December 3rd 9 o'clock am               > 2026-12-03 09:00
  dec. 3, 9 am                                     > 2026-12-03 09:00
  Dec 3rd, 9:00 a.m.                               > 2026-12-03 09:00
  Dec. 3rd 9 A.M.                                  > 2026-12-03 09:00
  3 Dec 9am                                        > 2026-12-03 09:00
  3rd of December 9am                              > 2026-12-03 09:00
  the 3rd of dec at 9am                            > 2026-12-03 09:00
~ december 3 26 9am                                > ?
~ Dec 3 '26 9am                                    > ?
  Dec 3 2026 14:00                                 > 2026-12-03 14:00
  12/3 9am                                         > 2026-12-03 09:00 | 2027-03-12 09:00
~ 12/3/26 9-11                                     > 2026-12-03 09:00-11:00
~ 12/3/2026 9:00 AM                                > 2026-12-03 09:00
~ 12-3-2026 9am                                    > 2026-12-03 09:00
~ 12.3.26 9am                                      > 2026-12-03 09:00
  2026-12-03 9am                                   > 2026-12-03 09:00
  Thu 12/3 9am                                     > 2026-12-03 09:00
  thu 12/3 @9am                                    > 2026-12-03 09:00
  9am thu 12/3                                     > 2026-12-03 09:00
  9am Thursday 12/3/26                             > 2026-12-03 09:00
  9am on Thursday                                  > 2026-11-26 09:00
  at 9am on thursday dec 3rd                       > 2026-12-03 09:00
  12/15 2pm                                        > 2026-12-15 14:00
  12/15 2-4pm                                      > 2026-12-15 14:00-16:00
  12/15/26 2:15p                                   > 2026-12-15 14:15
  tues 12/15 2p                                    > 2026-12-15 14:00
  12/12 10am                                       > 2026-12-12 10:00
  11/12 9am                                        > 2026-12-11 09:00 ?
  11/12                                            > 2026-12-11 ?
  1/14 1:30 pm                                     > 2027-01-14 13:30
  Jan 14 1:30pm                                    > 2027-01-14 13:30
  Jan 14th 2027, 1:30 PM                           > 2027-01-14 13:30
  thu jan 14 at 8:15am                             > 2027-01-14 08:15
  8/9 9am                                          > 2027-08-09 09:00 | 2027-09-08 09:00
~ fri 12/3 9am                                     > ?
~ thu dec 4 9am                                    > ?
~ Friday December 3rd 9am                          > ?
~ november 12 9am                                  > ?
~ nov 23 2pm                                       > ?
~ today at 9                                       > ?
  today 3pm                                        > 2026-11-24 15:00
  Today at 3                                       > 2026-11-24 15:00
  today 3:30 p.m.                                  > 2026-11-24 15:30
  3pm today                                        > 2026-11-24 15:00
  2 this afternoon                                 > 2026-11-24 14:00
  this afternoon                                   > 2026-11-24 afternoon
  tonight 7                                        > 2026-11-24 19:00
  tonight at 7:30                                  > 2026-11-24 19:30
  Tomorrow at 9:00am                               > 2026-11-25 09:00
  tmrw 9am                                         > 2026-11-25 09:00
  tmr 9 am                                         > 2026-11-25 09:00
~ tom 9am                                          > ?
~ tommorrow 8:30am                                 > 2026-11-25 08:30
  tomorrow morning at 8                            > 2026-11-25 08:00
  tomorrow morning 8:30                            > 2026-11-25 08:30
  tomorrow afternoon at 4                          > 2026-11-25 16:00
  tomorrow night 8                                 > 2026-11-25 20:00
  tomorrow evening 6:30                            > 2026-11-25 18:30
  tomorrow noon                                    > 2026-11-25 12:00
  noon tomorrow                                    > 2026-11-25 12:00
  tomorrow 12pm                                    > 2026-11-25 12:00
~ tomorrow 12am                                    > ?
~ tomorrow at midnight                             > ?
  tomorrow 12:30                                   > 2026-11-25 12:30
~ tomorrow 12:30am                                 > ?
  day after tomorrow 10am                          > 2026-11-26 10:00
  the day after tomorrow at 10 am                  > 2026-11-26 10:00
  tomorrow at 7                                    > 2026-11-25 07:00 | 2026-11-25 19:00
  tomorrow 6                                       > 2026-11-25 06:00 | 2026-11-25 18:00
  thurs 6:30                                       > 2026-11-26 06:30 | 2026-11-26 18:30
  thu                                              > 2026-11-26
  Thursday                                         > 2026-11-26
  Thursday morning                                 > 2026-11-26 morning
  Sat afternoon                                    > 2026-11-28 afternoon
  at 9:30am                                        > 09:30
  next Thursday 9am                                > 2026-11-26 09:00 | 2026-12-03 09:00
  next tues 2pm                                    > 2026-12-01 14:00 | 2026-12-08 14:00
  Tuesday 3pm                                      > 2026-11-24 15:00 | 2026-12-01 15:00
~ tue 9am                                          > 2026-12-01 09:00
  this thursday 9am                                > 2026-11-26 09:00
~ this coming thursday 9 am                        > 2026-11-26 09:00
~ thursday after next 9am                          > ?
  thursday of next week 9am                        > 2026-12-03 09:00
  next week thursday 9am                           > 2026-12-03 09:00
  thursday next week at 9am                        > 2026-12-03 09:00
~ a week from Thursday 9am                         > ?
~ a week from today 9am                            > ?
~ in a week                                        > ?
~ in a week 9am                                    > 2026-12-01 09:00
  in 2 days at 10am                                > 2026-11-26 10:00
  in two days 10 am                                > 2026-11-26 10:00
~ in 3 weeks                                       > ?
~ in half an hour                                  > ?
  sat 10-12                                        > 2026-11-28 10:00-12:00
  Sat 10am-12pm                                    > 2026-11-28 10:00-12:00
  sat 10am to noon                                 > 2026-11-28 10:00-12:00
  this sat 10-noon                                 > 2026-11-28 10:00-12:00
  Sat Nov 28 10 am - 12 pm                         > 2026-11-28 10:00-12:00
  saturday from 10am to 12:30pm                    > 2026-11-28 10:00-12:30
  Sat. 10:00-11:30                                 > 2026-11-28 10:00-11:30
  fri 9-11am                                       > 2026-11-27 09:00-11:00
  fri 9 - 11 am                                    > 2026-11-27 09:00-11:00
  fri 9am–11am                                     > 2026-11-27 09:00-11:00
  fri 11-1pm                                       > 2026-11-27 11:00-13:00
  fri 11am-1                                       > 2026-11-27 11:00-13:00
  fri 9-5                                          > 2026-11-27 09:00-17:00
  friday 9 to 5                                    > 2026-11-27 09:00-17:00
  fri 8:30-11am                                    > 2026-11-27 08:30-11:00
  fri 6-8pm                                        > 2026-11-27 18:00-20:00
  fri 6:30p-7:30p                                  > 2026-11-27 18:30-19:30
  fri 7-9                                          > 2026-11-27 | 2027-07-09
  fri 8am till noon                                > 2026-11-27 08:00-12:00
  fri 8am until 11                                 > 2026-11-27 08:00-11:00
~ friday between 9 and 11am                        > 2026-11-27 09:00-11:00
  fri 9am 2h                                       > 2026-11-27 09:00-11:00
  fri 9am for 2 hours                              > 2026-11-27 09:00-11:00
  fri 9am 2hrs                                     > 2026-11-27 09:00-11:00
  fri 9am, 2 hrs                                   > 2026-11-27 09:00-11:00
~ fri 2pm (1 hour)                                 > ?
  fri 9am 90 min                                   > 2026-11-27 09:00-10:30
~ fri 9am for an hour                              > 2026-11-27 09:00-10:00
  mon 9 thirty                                     > 2026-11-30 09:30
  monday nine thirty am                            > 2026-11-30 09:30
  thu nine                                         > 2026-11-26 09:00
  thu nine am                                      > 2026-11-26 09:00
  mon half past nine am                            > 2026-11-30 09:30
~ mon half 9                                       > ?
  mon quarter to 3pm                               > 2026-11-30 14:45
  mon quarter past 9 am                            > 2026-11-30 09:15
  mon 930am                                        > 2026-11-30 09:30
  mon 930                                          > 2026-11-30 09:30
  mon 0930                                         > 2026-11-30 09:30
  mon 1430                                         > 2026-11-30 14:30
  mon 14:30                                        > 2026-11-30 14:30
  Mon 13:00 hrs                                    > 2026-11-30 13:00
~ Mon 9:00AM ET                                    > ?
~ mon 9am EST                                      > ?
~ mon around 9am                                   > ?
~ mon 9ish                                         > ?
~ monday early                                     > ?
~ mon 9am sharp                                    > 2026-11-30 09:00
~ mon or tue 9am                                   > ?
~ mon-fri 9am                                      > ?
~ Dec 3-5 9am                                      > ?
~ dec 3 and 4 9am                                  > ?
  weds 9am                                         > 2026-11-25 09:00
  Wed. Dec. 2, 9:30-11 am                          > 2026-12-02 09:30-11:00
  Wednesday 12/2 at 2 in the afternoon             > 2026-12-02 14:00
  wed dec 2nd 8 in the morning                     > 2026-12-02 08:00
  Sun 11/29 4:45pm                                 > 2026-11-29 16:45
  the 30th at 10am                                 > 2026-11-30 10:00
  on the 15th 9am                                  > 2026-12-15 09:00
  sept 15 9am                                      > 2027-09-15 09:00
~ sept 25 9am                                      > ?
~ march 14 2:30am                                  > ?
~ mar 14 2:30                                      > ?
~ thu 25pm                                         > ?
~ thu 9:75am                                       > ?
~ thu 14pm                                         > 2026-11-26 14:00
~ thu 9am pm                                       > ?
~ ride thu 9am                                     > ?
  Thur Dec 3 @ 9                                   > 2026-12-03 09:00
  THU DEC 3RD 9AM-11AM                             > 2026-12-03 09:00-11:00
  Thurs, Dec. 3 - 9:00 am                          > 2026-12-03 09:00
  thu 12/03 0900                                   > 2026-12-03 09:00
  Thu Dec 3, 9-11:30                               > 2026-12-03 09:00-11:30
  thu 12/3 from 9 till 11                          > 2026-12-03 09:00-11:00
  tomorrow @ 2:15pm                                > 2026-11-25 14:15
  tmrw @ 2 pm                                      > 2026-11-25 14:00
~ 2moro 9am                                        > ?
~ tomorrow's 9am                                   > ?
  this fri 1pm                                     > 2026-11-27 13:00
  fri at 1                                         > 2026-11-27 01:00 | 2026-11-27 13:00
  Fri, 1:00 p.m. - 3:00 p.m.                       > 2026-11-27 13:00-15:00
  fri 1-3                                          > 2026-11-27 01:00-03:00 | 2026-11-27 13:00-15:00
  Mon. 11/30 at 8:15 am                            > 2026-11-30 08:15
  Mon 11/30/26 8:15                                > 2026-11-30 08:15
  mon nov 30 8:15 a                                > no_date
  8:15am mon nov 30                                > 2026-11-30 08:15
  8 am Monday the 30th                             > 2026-11-30 08:00
  monday morning 8:15                              > 2026-11-30 08:15
  monday 8:15 in the morning                       > 2026-11-30 08:15
  monday at 5 in the evening                       > 2026-11-30 17:00
~ mon eve 6pm                                      > ?
  wed 12/9 10a to 12p                              > 2026-12-09 10:00-12:00
  december 9th, 10 to noon                         > 2026-12-09 10:00-12:00
  Dec 9 10:00-12:00                                > 2026-12-09 10:00-12:00
~ dec9 10am                                        > 2026-12-09 10:00
~ Dec.9 10am                                       > 2026-12-09 10:00
~ 9dec 10am                                        > 2026-12-09 10:00
  Jan 7, 2027 @ 1:00PM                             > 2027-01-07 13:00
  1/7/27 1pm                                       > 2027-01-07 13:00 | 2027-07-01 13:00
  1/15/27 1pm                                      > 2027-01-15 13:00
  Fri 1/15 1pm                                     > 2027-01-15 13:00
  first of december 10am                           > 2026-12-01 10:00
~ christmas                                        > ?
  day after tomorrow                               > 2026-11-26
  in 3 days                                        > 2026-11-27
  in ten days at 9am                               > 2026-12-04 09:00
~ a week from tomorrow 9am                         > ?
~ two weeks from thursday                          > ?
  tonite 8                                         > 2026-11-24 20:00
  tonight 8-10                                     > 2026-11-24 20:00-22:00
  this evening 6:30                                > 2026-11-24 18:30
  this morning 11                                  > 2026-11-24 11:00
~ later today                                      > ?
~ now                                              > ?
  noon today                                       > 2026-11-24 12:00
  today 12-2                                       > 2026-11-24 12:00-14:00
  today 11:30                                      > 2026-11-24 11:30
  Sat 11/28 7:45 am                                > 2026-11-28 07:45
  sat 7:45                                         > 2026-11-28 07:45 | 2026-11-28 19:45
  sun noon                                         > 2026-11-29 12:00
  dec 3 1430                                       > 2026-12-03 14:30
~ dec 3 2030                                       > ?
~ dec 3 2027 0900                                  > ?
~ 12/3 2030                                        > ?
  thu 3 1430                                       > 2026-12-03 14:30
"""

SPANISH = """
  jueves 9am                                       > 2026-11-26 09:00
  jueves 9:00                                      > 2026-11-26 09:00
  Jueves 9 am                                      > 2026-11-26 09:00
  jue 9am                                          > 2026-11-26 09:00
  jue. 9 a. m.                                     > 2026-11-26 09:00
  jueves a las 9                                   > 2026-11-26 09:00
  jueves a las 9am                                 > 2026-11-26 09:00
  el jueves a las 9                                > 2026-11-26 09:00
  el jueves a las nueve                            > 2026-11-26 09:00
  el jueves a las 9 de la mañana                   > 2026-11-26 09:00
  jueves 9 de la mañana                            > 2026-11-26 09:00
  a las 9 de la mañana el jueves                   > 2026-11-26 09:00
  a las 9 del jueves                               > 2026-11-26 09:00
  las 9 del jueves                                 > 2026-11-26 09:00
  este jueves a las 10                             > 2026-11-26 10:00
  este jueves 10am                                 > 2026-11-26 10:00
  para el jueves a las 9am                         > 2026-11-26 09:00
  el thursday 9am                                  > 2026-11-26 09:00
  juebes 9am                                       > 2026-11-26 09:00
  viernes 6:30pm                                   > 2026-11-27 18:30
  viernes 6:30 p.m.                                > 2026-11-27 18:30
  viernes 6 y media de la tarde                    > 2026-11-27 18:30
  viernes a las 6 y media de la tarde              > 2026-11-27 18:30
  el viernes a las 18:30                           > 2026-11-27 18:30
  viernes 18h                                      > 2026-11-27 18:00
  viernes 15 hs                                    > 2026-11-27 15:00
  viernes a las 15 horas                           > 2026-11-27 15:00
  viernes 14:00 hrs                                > 2026-11-27 14:00
  el viernes a la 1 de la tarde                    > 2026-11-27 13:00
  viernes a la una de la tarde                     > 2026-11-27 13:00
  viernes a la una y media de la tarde             > 2026-11-27 13:30
  viernes 8 de la noche                            > 2026-11-27 20:00
  sábado 10am                                      > 2026-11-28 10:00
  sabado 10 am                                     > 2026-11-28 10:00
  sab 10am                                         > 2026-11-28 10:00
  sábado de 9 a 11                                 > 2026-11-28 09:00-11:00
  sábado de 9 a 11 de la mañana                    > 2026-11-28 09:00-11:00
  sábado de 10am a 1pm                             > 2026-11-28 10:00-13:00
  sábado de 11 a 1 de la tarde                     > 2026-11-28 11:00-13:00
  sábado entre las 9 y las 11                      > 2026-11-28 09:00-11:00
  sábado desde las 9 hasta las 11                  > 2026-11-28 09:00-11:00
  sábado 9-11am                                    > 2026-11-28 09:00-11:00
  domingo 2pm                                      > 2026-11-29 14:00
  domingo al mediodía                              > 2026-11-29 12:00
  domingo a mediodía                               > 2026-11-29 12:00
  dom 29 nov 10am                                  > 2026-11-29 10:00
  lunes 8am                                        > 2026-11-30 08:00
  lun 8:30                                         > 2026-11-30 08:30
  lunes 9 y cuarto                                 > 2026-11-30 09:15
  lunes a las 9 y media                            > 2026-11-30 09:30
  lunes a las 9 menos cuarto                       > 2026-11-30 08:45
  lunes cuarto para las 9                          > 2026-11-30 08:45
  lunes a las 9 en punto                           > 2026-11-30 09:00
  lunes a las 9 y 20                               > 2026-11-30 09:20
  Lunes 30 de noviembre de 9am a 11am              > 2026-11-30 09:00-11:00
  lunes 30 a las 9                                 > 2026-11-30 09:00
  miércoles 9am                                    > 2026-11-25 09:00
  miercoles 9am                                    > 2026-11-25 09:00
  mié 9am                                          > 2026-11-25 09:00
  mié 2 dic 8:30                                   > 2026-12-02 08:30
  mar 1 dic 9am                                    > 2026-12-01 09:00
  martes 1 de diciembre a las 9am                  > 2026-12-01 09:00
  mañana 9am                                       > 2026-11-25 09:00
  mañana a las 9                                   > 2026-11-25 09:00
  manana 10 am                                     > 2026-11-25 10:00
  mañana a las 9 de la mañana                      > 2026-11-25 09:00
  mañana por la mañana a las 9                     > 2026-11-25 09:00
  mañana en la mañana a las 8:30                   > 2026-11-25 08:30
  mañana por la tarde a las 3                      > 2026-11-25 15:00
  mañana a las 3 de la tarde                       > 2026-11-25 15:00
  mañana a las 3 y media de la tarde               > 2026-11-25 15:30
  mañana a las 7 de la noche                       > 2026-11-25 19:00
  mañana en la noche a las 8                       > 2026-11-25 20:00
  mañana al mediodía                               > 2026-11-25 12:00
  mañana miércoles 9am                             > 2026-11-25 09:00
  mañana de 9 a 11                                 > 2026-11-25 09:00-11:00
  hoy 4pm                                          > 2026-11-24 16:00
  hoy a las 4 de la tarde                          > 2026-11-24 16:00
  hoy a las 3                                      > 2026-11-24 15:00
  esta tarde a las 4                               > 2026-11-24 16:00
  esta noche a las 8                               > 2026-11-24 20:00
  hoy por la tarde a las 5                         > 2026-11-24 17:00
  pasado mañana 9am                                > 2026-11-26 09:00
  pasado mañana a las 3 y media de la tarde        > 2026-11-26 15:30
  en 3 días a las 9am                              > 2026-11-27 09:00
  dentro de 3 días a las 9am                       > 2026-11-27 09:00
  en una semana a las 10am                         > 2026-12-01 10:00
  3 de diciembre 9am                               > 2026-12-03 09:00
  3 de diciembre a las 9                           > 2026-12-03 09:00
  el 3 de diciembre a las 9 de la mañana           > 2026-12-03 09:00
  3 dic 9am                                        > 2026-12-03 09:00
  3 dic. 9:00                                      > 2026-12-03 09:00
  3 de dic 10am                                    > 2026-12-03 10:00
  3 de diciembre de 2026 9am                       > 2026-12-03 09:00
  3 de diciembre del 2026 a las 9                  > 2026-12-03 09:00
  diciembre 3 9am                                  > 2026-12-03 09:00
  3/dic 9am                                        > 2026-12-03 09:00
  el viernes 4 de dic 10am                         > 2026-12-04 10:00
  viernes 4 de diciembre 10:00                     > 2026-12-04 10:00
  vie 4 dic 10-11:30                               > 2026-12-04 10:00-11:30
  jueves, 3 de diciembre de 2026, 9:00–11:00       > 2026-12-03 09:00-11:00
  primero de diciembre a las 9am                   > 2026-12-01 09:00
  1ro de diciembre 9am                             > 2026-12-01 09:00
  el 3 a las 9am                                   > 2026-12-03 09:00
  el día 3 a las 9                                 > 2026-12-03 09:00
  el 30 a las 8:30 de la mañana                    > 2026-11-30 08:30
  jueves 3 9am                                     > 2026-12-03 09:00
  jueves 3 a las 9:30am                            > 2026-12-03 09:30
  viernes 4 a las 10                               > 2026-12-04 10:00
  jueves 3/12 9am                                  > 2026-12-03 09:00
  30/11 9am                                        > 2026-11-30 09:00
  sab 5/12 10am                                    > 2026-12-05 10:00
  25/12/2026 10:00                                 > 2026-12-25 10:00
  15/1/27 9am                                      > 2027-01-15 09:00
  2026-12-03 15:00                                 > 2026-12-03 15:00
  jueves 9am 2h                                    > 2026-11-26 09:00-11:00
  jueves 9am 2 horas                               > 2026-11-26 09:00-11:00
  jueves 9am por 2 horas                           > 2026-11-26 09:00-11:00
  jueves a las 9 durante una hora                  > 2026-11-26 09:00-10:00
  jueves 9am hora y media                          > 2026-11-26 09:00-10:30
  jueves por la mañana                             > 2026-11-26 morning
  jueves en la tarde                               > 2026-11-26 afternoon
  jueves por la tarde a las 4                      > 2026-11-26 16:00
  sábado por la mañana, hora por confirmar         > 2026-11-28 morning
  mañana por la mañana                             > 2026-11-25 morning
  mañana                                           > 2026-11-25
  jueves                                           > 2026-11-26
  el 3                                             > 2026-12-03
  3 de diciembre                                   > 2026-12-03
  sab 5/12                                         > 2026-12-05
  9 de la mañana                                   > 09:00
  a las 9                                          > 09:00
  de 9 a 11                                        > 09:00-11:00
  mediodía                                         > 12:00
  próximo martes 9am                               > 2026-12-01 09:00 | 2026-12-08 09:00
  el próximo martes a las 9am                      > 2026-12-01 09:00 | 2026-12-08 09:00
  martes que viene a las 3pm                       > 2026-12-01 15:00 | 2026-12-08 15:00
  jueves de la semana que viene 9am                > 2026-12-03 09:00
  12/3 a las 9am                                   > 2026-12-03 09:00 | 2027-03-12 09:00
  3/12 9:00                                        > 2026-12-03 09:00 | 2027-03-12 09:00
  jueves a las 3                                   > 2026-11-26 03:00 | 2026-11-26 15:00
  viernes 27 a las 2                               > 2026-11-27 02:00 | 2026-11-27 14:00
  mañana a las 5                                   > 2026-11-25 05:00 | 2026-11-25 17:00
  mar 3                                            > 2026-11-24 | 2026-12-01 | 2027-03-03
  martes a las 11                                  > 2026-11-24 11:00 | 2026-12-01 11:00
  jueves 12 de la noche                            > 2026-11-26 00:00 | 2026-11-27 00:00
  jueves a medianoche                              > 2026-11-26 00:00 | 2026-11-27 00:00
  jueves 3 a las 5 > 2026-11-26 03:00-05:00 | 2026-11-26 15:00-17:00 | 2026-12-03 05:00 | 2026-12-03 17:00
  jueves 10 por la mañana                          > 2026-11-26 | 2026-12-10 morning
~ 3-5 dic 9am                                      > no_date
~ 3-5 dic 9 por la mañana                          > no_date
~ del 3 al 5 de diciembre                          > no_date
~ el 9 am                                          > no_date
  mar 10am                                         > 2026-12-01 10:00
  mar 8 9am                                        > 2026-12-08 09:00 | 2027-03-08 09:00
  lunes 7 9am                                      > 2026-12-07 09:00
  lunes 7 a las 9                                  > 2026-11-30 07:00-09:00 | 2026-11-30 19:00-21:00 | 2026-12-07 09:00
  sexta q vem 9h                                   > 2026-11-27 09:00 | 2026-12-04 09:00
~ a las 3                                          > 03:00 | 15:00
~ como a las 9                                     > no_date
~ jueves como a las 9                              > no_date
~ por ahí de las 9                                 > no_date
~ a eso de las 9                                   > no_date
~ tipo 9                                           > no_date
~ jueves tempranito                                > no_date
~ jueves noche                                     > no_date
~ esta noche                                       > no_date
~ jueves o viernes 9am                             > no_date
~ jueves y viernes 9am                             > no_date
~ de lunes a viernes                               > no_date
~ no jueves 9am                                    > no_date
~ antes del jueves                                 > no_date
~ después de las 9 del jueves                      > no_date
~ cada jueves 9am                                  > no_date
~ todos los jueves 9am                             > no_date
~ semana que viene                                 > no_date
~ ayer 9am                                         > no_date
~ hoy 9am                                          > past
~ 20 de noviembre 9am                              > past
~ 20/11 9am                                        > past
~ jueves 4 de diciembre 9am                        > not_that_weekday
~ jueves 4 a las 5                                 > ?
~ miércoles 3/12 9am                               > not_that_weekday
~ 30 de febrero 9am                                > no_such_date
~ 31/11 9am                                        > no_such_date
~ 9am de la tarde                                  > no_date
~ 3 de la tarde 9am                                > no_date
~ 15h de la mañana                                 > no_date
~ lunes 12 de la mañana                            > no_date
~ a las 9 de mañana                                > no_date
~ de 11 a 9 de la mañana                           > end_before_start
~ jueves 9am 0 horas                               > end_before_start
~ en 2 horas                                       > no_date
~ 3 de diciembre 2028 9am                          > too_far
~ 14 de marzo de 2027 a las 2:30 am                > no_such_hour
~ jueves 9am hora de Boston                        > no_date
~ nos vemos el jueves 9am                          > no_date
--
  JUEVES 9AM                                       > 2026-11-26 09:00
  jueves a las 9 am                                > 2026-11-26 09:00
  jueves a las 9 a.m.                              > 2026-11-26 09:00
  jueves a las 9 de la mañana                      > 2026-11-26 09:00
  jueves a las 9 de la manana                      > 2026-11-26 09:00
  el jueves a las nueve y media                    > 2026-11-26 09:30
  el lunes 30 a las ocho y media am                > 2026-11-30 08:30
  lunes 30 8:30 am                                 > 2026-11-30 08:30
  lunes 30 de nov. 8:30am                          > 2026-11-30 08:30
  lun 30/11 8h                                     > 2026-11-30 08:00
  lun. 30/11 8:00 hs                               > 2026-11-30 08:00
  lunes 30/11/26 8:00am                            > 2026-11-30 08:00
  lunes 30 noviembre a las 8 am                    > 2026-11-30 08:00
  3-dic 9am                                        > 2026-12-03 09:00
~ 3dic 9am                                         > 2026-12-03 09:00
  dic. 3 9am                                       > 2026-12-03 09:00
  dic 3, 9 am                                      > 2026-12-03 09:00
  3 de dic 9 am                                    > 2026-12-03 09:00
  3 de diciembre de 2026, 9:00 a. m.               > 2026-12-03 09:00
  3 de diciembre del 2026 a las 9:00 am            > 2026-12-03 09:00
  jueves 3 de diciembre 9:00 AM                    > 2026-12-03 09:00
  jueves, 3 de diciembre, a las 9:00 a.m.          > 2026-12-03 09:00
  Jue 3 dic 9am                                    > 2026-12-03 09:00
  jue. 3 de dic. 9 a.m.                            > 2026-12-03 09:00
  el 3 de diciembre a las 10 de la mañana          > 2026-12-03 10:00
  día 3 de diciembre 10am                          > 2026-12-03 10:00
  el día jueves 3 a las 10am                       > 2026-12-03 10:00
  el dia 30 a las 10 am                            > 2026-11-30 10:00
  el 30 a las 10am                                 > 2026-11-30 10:00
  3/12 9am                                         > 2026-12-03 09:00 | 2027-03-12 09:00
~ 3/12/26 9am                                      > 2026-12-03 09:00
~ 3/12/2026 9:00                                   > 2026-12-03 09:00
~ 03/12/2026 09:00                                 > 2026-12-03 09:00
  15/12 2pm                                        > 2026-12-15 14:00
  15-12-2026 2pm                                   > 2026-12-15 14:00
  15/12/26 a las 2 pm                              > 2026-12-15 14:00
  15.12.2026 14:00                                 > 2026-12-15 14:00
  viernes 4/12 2 pm                                > 2026-12-04 14:00
  vie 4/12 2pm                                     > 2026-12-04 14:00
  viernes 4 de diciembre 2 de la tarde             > 2026-12-04 14:00
  miercoles 2 dic. de 9:30 a 11 am                 > 2026-12-02 09:30-11:00
  miércoles 2 de diciembre de 9:30am a 11am        > 2026-12-02 09:30-11:00
  mier 2 dic 9:30-11am                             > 2026-12-02 09:30-11:00
  mie 2/12 9:30 am                                 > 2026-12-02 09:30
  mié. 9 am                                        > 2026-11-25 09:00
  13:00 hrs del jueves                             > 2026-11-26 13:00
  jueves 13:00 hrs                                 > 2026-11-26 13:00
  jueves 9 hrs                                     > 2026-11-26 09:00
  jueves a las 9 hrs                               > 2026-11-26 09:00
  jueves a las 9:00 hrs.                           > 2026-11-26 09:00
  jueves 15 hrs                                    > 2026-11-26 15:00
  jueves 15hs                                      > 2026-11-26 15:00
  jueves 15:30 horas                               > 2026-11-26 15:30
  jueves a las 15 horas                            > 2026-11-26 15:00
  jueves en la mañana 8:30                         > 2026-11-26 08:30
  jueves en la mañana                              > 2026-11-26 morning
  jueves por la tarde a las 3                      > 2026-11-26 15:00
~ jueves x la tarde 3                              > ?
  jueves en la tarde 4:30                          > 2026-11-26 16:30
  jueves tarde                                     > 2026-11-26 afternoon
  jueves a las 3 de la tarde                       > 2026-11-26 15:00
  jueves a las 3 y media de la tarde               > 2026-11-26 15:30
  jueves a las 3 y cuarto de la tarde              > 2026-11-26 15:15
  jueves 3 y 20 de la tarde                        > 2026-11-26 15:20
  jueves un cuarto para las 3 de la tarde          > 2026-11-26 14:45
  jueves a las 3 menos cuarto de la tarde          > 2026-11-26 14:45
  jueves a un cuarto para las nueve de la mañana   > 2026-11-26 08:45
~ jueves 10 para las 9 am                          > ?
  jueves a las 12 del mediodía                     > 2026-11-26 12:00
  jueves a las 12 del dia                          > 2026-11-26 12:00
  jueves al mediodía                               > 2026-11-26 12:00
  jueves mediodia                                  > 2026-11-26 12:00
  jueves a las 12                                  > 2026-11-26 12:00
  jueves 12:30                                     > 2026-11-26 12:30
~ jueves a las 12 de la noche                      > ?
  jueves a la 1                                    > 2026-11-26 01:00 | 2026-11-26 13:00
  jueves a la 1pm                                  > 2026-11-26 13:00
  jueves a la una de la tarde                      > 2026-11-26 13:00
  jueves a la 1 y media de la tarde                > 2026-11-26 13:30
  jueves a las 7                                   > 2026-11-26 07:00 | 2026-11-26 19:00
  jueves a las 6:30                                > 2026-11-26 06:30 | 2026-11-26 18:30
  jueves a las 7 de la noche                       > 2026-11-26 19:00
  jueves 7 pm                                      > 2026-11-26 19:00
~ jueves 7 noche                                   > 2026-11-26 19:00
  jueves 5 de la madrugada                         > 2026-11-26 05:00
  el jueves                                        > 2026-11-26
  a las 3 de la tarde                              > 15:00
  hoy a las 5:30 de la tarde                       > 2026-11-24 17:30
  hoy 5 y media de la tarde                        > 2026-11-24 17:30
  hoy 5pm                                          > 2026-11-24 17:00
  hoy en la tarde a las 4                          > 2026-11-24 16:00
  hoy por la noche a las 8                         > 2026-11-24 20:00
  esta noche 7:30                                  > 2026-11-24 19:30
  hoy                                              > 2026-11-24
  mañana 9 am                                      > 2026-11-25 09:00
  manana a las 9am                                 > 2026-11-25 09:00
  mañana en la mañana 9:30                         > 2026-11-25 09:30
~ mañana temprano                                  > ?
~ mañana tempranito 7                              > ?
  mañana en la tarde                               > 2026-11-25 afternoon
  mañana a las 2 de la tarde                       > 2026-11-25 14:00
~ mñn 9am                                          > ?
~ de mañana a 9                                    > ?
~ las 9 am de mañana                               > ?
  pasado mañana 10am                               > 2026-11-26 10:00
  pasado manana 10:00                              > 2026-11-26 10:00
  este jueves 9am                                  > 2026-11-26 09:00
  este sabado 10-12                                > 2026-11-28 10:00-12:00
  este sábado de 10 a 12                           > 2026-11-28 10:00-12:00
  sab 28 10am a 12pm                               > 2026-11-28 10:00-12:00
~ sábado 10 am a 12 md                             > ?
  sabado de 10 a 12 del mediodia                   > 2026-11-28 10:00-12:00
  sábado 9 a 11am                                  > 2026-11-28 09:00-11:00
  sabado desde las 9 hasta las 11 am               > 2026-11-28 09:00-11:00
  sabado de las 9 a las 11 am                      > 2026-11-28 09:00-11:00
~ sábado entre 9 y 11 am                           > 2026-11-28 09:00-11:00
  sábado 9am por 2 horas                           > 2026-11-28 09:00-11:00
  sábado 9am 2h                                    > 2026-11-28 09:00-11:00
  sábado 9 am, 2 horas                             > 2026-11-28 09:00-11:00
  sábado de 2 a 4 pm                               > 2026-11-28 14:00-16:00
  sábado de 2 a 4 de la tarde                      > 2026-11-28 14:00-16:00
  sab 2-4pm                                        > 2026-11-28 14:00-16:00
  sábado de 11 a 1                                 > 2026-11-28 11:00-13:00
  sábado 14:00 a 16:00                             > 2026-11-28 14:00-16:00
  sábado 14-16                                     > 2026-11-28 14:00-16:00
  sábado de 7 a 9                                  > 2026-11-28 07:00-09:00 | 2026-11-28 19:00-21:00
  el próximo jueves 9am                            > 2026-11-26 09:00 | 2026-12-03 09:00
  proximo jueves a las 9am                         > 2026-11-26 09:00 | 2026-12-03 09:00
  el jueves que viene a las 9am                    > 2026-11-26 09:00 | 2026-12-03 09:00
  el jueves de la semana que viene 9am             > 2026-12-03 09:00
  jueves de la próxima semana a las 9am            > 2026-12-03 09:00
~ la semana que viene                              > ?
~ la otra semana el jueves 9am                     > ?
~ el otro jueves 9am                               > ?
  martes 3pm                                       > 2026-11-24 15:00 | 2026-12-01 15:00
  mar 1 dic 3pm                                    > 2026-12-01 15:00
  mar. 3pm                                         > 2026-11-24 15:00 | 2026-12-01 15:00
  en dos días a las 10am                           > 2026-11-26 10:00
  dentro de 2 dias 10 am                           > 2026-11-26 10:00
~ en ocho días 9am                                 > ?
~ de hoy en ocho 9am                               > ?
~ en quince dias a las 9am                         > ?
~ en una semana                                    > ?
~ viernes 3 de dic. 9am                            > ?
~ 12 de noviembre 9am                              > ?
~ lunes a viernes 9am                              > ?
~ del 3 al 5 de diciembre 9am                      > ?
~ como a las 9 el jueves                           > ?
~ jueves a eso de las 9am                          > ?
~ jueves 9 y algo                                  > ?
  14 de enero 1:30pm                               > 2027-01-14 13:30
  14 ene 1:30 pm                                   > 2027-01-14 13:30
~ jueves 14 de enero del 27 a las 8:15 am          > ?
  1ero de diciembre 9am                            > 2026-12-01 09:00
  1º de diciembre 9am                              > 2026-12-01 09:00
  primero de diciembre a las 9 am                  > 2026-12-01 09:00
~ 14 de marzo 2:30 am                              > ?
~ 14 de marzo a las 2:30                           > ?
~ 25 de septiembre 9am                             > ?
  viernes a las nueve de la noche                  > 2026-11-27 21:00
  viernes 8.30am                                   > 2026-11-27 08:30
  viernes 8:30 a.m                                 > 2026-11-27 08:30
~ vier 8:30am                                      > 2026-11-27 08:30
  Viernes 27 nov 8:30A                             > 2026-11-27 08:30
  domingo 4:45 p.m.                                > 2026-11-29 16:45
  dom 29 4:45pm                                    > 2026-11-29 16:45
  8:30am el lunes                                  > 2026-11-30 08:30
  a las 8:30am del lunes 30                        > 2026-11-30 08:30
  lunes 8                                          > 2026-11-30 08:00
  lunes 8 am                                       > 2026-11-30 08:00
~ lunes 30 a las 2 en punto de la tarde            > 2026-11-30 14:00
  mañana 10am                                      > 2026-11-25 10:00
  Mañana a las 10:30 de la mañana                  > 2026-11-25 10:30
  mañana a la 1 de la tarde                        > 2026-11-25 13:00
  mañana 1pm a 3pm                                 > 2026-11-25 13:00-15:00
  mañana de 1 a 3 pm                               > 2026-11-25 13:00-15:00
  mañana miércoles 25, 10 am                       > 2026-11-25 10:00
  hoy martes a las 4 de la tarde                   > 2026-11-24 16:00
  hoy 4 pm                                         > 2026-11-24 16:00
  viernes en la tarde, 3:30                        > 2026-11-27 15:30
  viernes 3 y media pm                             > 2026-11-27 15:30
  viernes a las tres y media de la tarde           > 2026-11-27 15:30
  viernes tres de la tarde                         > 2026-11-27 15:00
  viernes, 27 de noviembre, 3:30 p. m.             > 2026-11-27 15:30
  vie 27-nov 15:30                                 > 2026-11-27 15:30
~ vie 27/nov/2026 15:30                            > 2026-11-27 15:30
  27/11/2026 a las 15:30 hrs                       > 2026-11-27 15:30
  27-11-26 15:30                                   > 2026-11-27 15:30
~ 27.11 15:30                                      > 2026-11-27 15:30
  sábado 28 a las 10                               > 2026-11-28 10:00
  sábado próximo 10am                              > 2026-11-28 10:00 | 2026-12-05 10:00
  el sábado que entra 10am                         > 2026-11-28 10:00 | 2026-12-05 10:00
~ lunes primero 9am                                > ?
  lunes 30, ocho y media                           > 2026-11-30 08:30
  lunes 8 y media                                  > 2026-11-30 08:30
  lunes ocho am                                    > 2026-11-30 08:00
  lunes a las 8 en punto                           > 2026-11-30 08:00
  lunes 8 a 10 am                                  > 2026-11-30 08:00-10:00
  lunes 8am-10am                                   > 2026-11-30 08:00-10:00
  lunes de 8 a 10                                  > 2026-11-30 08:00-10:00
  lunes 8 am por una hora                          > 2026-11-30 08:00-09:00
  lunes 8 am 1 hora y media                        > 2026-11-30 08:00-09:30
  1 de diciembre 9:00am                            > 2026-12-01 09:00
  1 dic. 9 a.m.                                    > 2026-12-01 09:00
~ uno de diciembre 9am                             > ?
~ dos de diciembre a las 9am                       > ?
  mié 2 de dic a las 2 de la tarde                 > 2026-12-02 14:00
~ miercoles dos de diciembre 2pm                   > ?
  2 diciembre 2pm                                  > 2026-12-02 14:00
  diciembre 2, 2pm                                 > 2026-12-02 14:00
~ en una semana a las 9am                          > 2026-12-01 09:00
  ocho de la mañana del lunes                      > 2026-11-30 08:00
  lunes al mediodía                                > 2026-11-30 12:00
  lunes 12 pm                                      > 2026-11-30 12:00
  lunes 12:15 pm                                   > 2026-11-30 12:15
  lunes 12 y cuarto                                > 2026-11-30 12:15
~ lunes a primera hora                             > ?
~ lunes por la noche                               > ?
  el 30 a las 0900                                 > 2026-11-30 09:00
"""

PORTUGUESE = """
  quinta 9h                                        > 2026-11-26 09:00
  quinta às 9h                                     > 2026-11-26 09:00
  quinta as 9h                                     > 2026-11-26 09:00
  quinta às 9                                      > 2026-11-26 09:00
  Quinta-feira às 9h                               > 2026-11-26 09:00
  quinta feira 9:00                                > 2026-11-26 09:00
  qui 9h                                           > 2026-11-26 09:00
  qui 15h30                                        > 2026-11-26 15:30
  qui. 15h30                                       > 2026-11-26 15:30
  quinta 15h                                       > 2026-11-26 15:00
  quinta 15 h                                      > 2026-11-26 15:00
  quinta às 15h                                    > 2026-11-26 15:00
  quinta às 15:30                                  > 2026-11-26 15:30
  na quinta às 9h                                  > 2026-11-26 09:00
  na quinta-feira, às 9h30                         > 2026-11-26 09:30
  nesta quinta às 10h                              > 2026-11-26 10:00
  esta quinta 10h                                  > 2026-11-26 10:00
  às 9h de quinta                                  > 2026-11-26 09:00
  às 9h da quinta-feira                            > 2026-11-26 09:00
  9h na quinta                                     > 2026-11-26 09:00
  9h quinta                                        > 2026-11-26 09:00
  5ª 9h                                            > 2026-11-26 09:00
  5ª feira 9h                                      > 2026-11-26 09:00
  5a feira às 10h                                  > 2026-11-26 10:00
  2a-feira 9h                                      > 2026-11-30 09:00
  3ª às 15h                                        > 2026-11-24 15:00 | 2026-12-01 15:00
  6ª-feira 14h30                                   > 2026-11-27 14:30
  quinta 9 da manhã                                > 2026-11-26 09:00
  quinta às 9 da manhã                             > 2026-11-26 09:00
  quinta às nove da manhã                          > 2026-11-26 09:00
  quinta às 3 da tarde                             > 2026-11-26 15:00
  quinta às 3h da tarde                            > 2026-11-26 15:00
  quinta às 3 e meia da tarde                      > 2026-11-26 15:30
  quinta 3h30 da tarde                             > 2026-11-26 15:30
  quinta à uma da tarde                            > 2026-11-26 13:00
  quinta à 1h da tarde                             > 2026-11-26 13:00
  quinta às 7 da noite                             > 2026-11-26 19:00
  quinta às 7h da noite                            > 2026-11-26 19:00
  sexta 10h                                        > 2026-11-27 10:00
  sexta-feira 10h                                  > 2026-11-27 10:00
  sex 10h                                          > 2026-11-27 10:00
  sexta das 9 às 11                                > 2026-11-27 09:00-11:00
  sexta das 9h às 11h                              > 2026-11-27 09:00-11:00
  sexta de 9h a 11h                                > 2026-11-27 09:00-11:00
  sexta das 14h às 16h                             > 2026-11-27 14:00-16:00
  sexta das 14 às 16h                              > 2026-11-27 14:00-16:00
  sexta 9h-11h                                     > 2026-11-27 09:00-11:00
  sexta 14h às 16h                                 > 2026-11-27 14:00-16:00
  sexta entre 9h e 11h                             > 2026-11-27 09:00-11:00
  sexta das 9h até as 11h                          > 2026-11-27 09:00-11:00
  sexta das 2 às 4 da tarde                        > 2026-11-27 14:00-16:00
  sexta das 11h às 13h                             > 2026-11-27 11:00-13:00
  sexta ao meio-dia                                > 2026-11-27 12:00
  sexta meio dia                                   > 2026-11-27 12:00
  sexta ao meio-dia e meia                         > 2026-11-27 12:30
  sexta 9h em ponto                                > 2026-11-27 09:00
  sexta às 9 e 15                                  > 2026-11-27 09:15
  sexta às 9 e meia                                > 2026-11-27 09:30
  sexta quinze para as nove                        > 2026-11-27 08:45
  sexta dia 4 às 10                                > 2026-12-04 10:00
  sexta, dia 4 de dezembro, às 10h                 > 2026-12-04 10:00
  sexta 4 de dezembro 10h                          > 2026-12-04 10:00
  sexta 4/12 10h                                   > 2026-12-04 10:00
  sábado 10h                                       > 2026-11-28 10:00
  sabado 10h                                       > 2026-11-28 10:00
  sáb 10h                                          > 2026-11-28 10:00
  no sábado às 10h                                 > 2026-11-28 10:00
  sábado dia 5 às 10h                              > 2026-12-05 10:00
  sábado de manhã às 9h                            > 2026-11-28 09:00
  sábado à tarde às 15h                            > 2026-11-28 15:00
  domingo 14h                                      > 2026-11-29 14:00
  dom 29/11 10h                                    > 2026-11-29 10:00
  no domingo às 14h                                > 2026-11-29 14:00
  segunda 8h                                       > 2026-11-30 08:00
  seg 8h30                                         > 2026-11-30 08:30
  segunda-feira às 8h30 da manhã                   > 2026-11-30 08:30
  segunda às 8:30                                  > 2026-11-30 08:30
  terça 1/12 9h                                    > 2026-12-01 09:00 | 2027-01-12 09:00
  ter 1 dez 9h                                     > 2026-12-01 09:00
  terça-feira, 1 de dezembro, 9h                   > 2026-12-01 09:00
  quarta 9h                                        > 2026-11-25 09:00
  qua 2/12 8h30                                    > 2026-12-02 08:30
  qua-feira 9h                                     > 2026-11-25 09:00
  amanhã 9h                                        > 2026-11-25 09:00
  amanha 9h                                        > 2026-11-25 09:00
  amanhã às 9h                                     > 2026-11-25 09:00
  amanhã às 14h                                    > 2026-11-25 14:00
  amanhã às 9 da manhã                             > 2026-11-25 09:00
  amanhã às 9                                      > 2026-11-25 09:00
  amanhã de manhã às 9h                            > 2026-11-25 09:00
  amanhã à tarde às 15h                            > 2026-11-25 15:00
  amanhã à noite às 8                              > 2026-11-25 20:00
  amanhã ao meio-dia                               > 2026-11-25 12:00
  amanhã das 9 às 11                               > 2026-11-25 09:00-11:00
  amanhã 9 às 11                                   > 2026-11-25 09:00-11:00
  hoje 16h                                         > 2026-11-24 16:00
  hoje às 16h                                      > 2026-11-24 16:00
  hoje às 4 da tarde                               > 2026-11-24 16:00
  hoje às 3                                        > 2026-11-24 15:00
  hoje à tarde às 4                                > 2026-11-24 16:00
  hoje à noite 8h                                  > 2026-11-24 20:00
  depois de amanhã 9h                              > 2026-11-26 09:00
  depois de amanhã às 3 e meia da tarde            > 2026-11-26 15:30
  daqui a 3 dias às 9h                             > 2026-11-27 09:00
  em 3 dias às 9h                                  > 2026-11-27 09:00
  daqui a uma semana às 10h                        > 2026-12-01 10:00
  3 de dezembro 9h                                 > 2026-12-03 09:00
  3 de dezembro às 9h                              > 2026-12-03 09:00
  3 de dezembro de 2026 às 9h                      > 2026-12-03 09:00
  dia 3 de dezembro às 9h                          > 2026-12-03 09:00
  dia 3 às 9h                                      > 2026-12-03 09:00
  no dia 3 às 9h                                   > 2026-12-03 09:00
  dia 30 9h                                        > 2026-11-30 09:00
  3 dez 9h                                         > 2026-12-03 09:00
  3 dez. 9:00                                      > 2026-12-03 09:00
  1º de dezembro às 9h                             > 2026-12-01 09:00
  primeiro de dezembro 9h                          > 2026-12-01 09:00
  25/12 10h                                        > 2026-12-25 10:00
  25/12/2026 10:00                                 > 2026-12-25 10:00
  15/1/2027 às 9h                                  > 2027-01-15 09:00
  30/11 às 9h                                      > 2026-11-30 09:00
  qui 3/12 9h                                      > 2026-12-03 09:00
  quinta-feira, 3 de dezembro de 2026, 9:00–11:00  > 2026-12-03 09:00-11:00
  2026-12-03 15h                                   > 2026-12-03 15:00
  quinta 9h 2h                                     > 2026-11-26 09:00-11:00
  quinta às 9h por 2 horas                         > 2026-11-26 09:00-11:00
  quinta às 9h durante uma hora                    > 2026-11-26 09:00-10:00
  quinta 9h 90 min                                 > 2026-11-26 09:00-10:30
  sábado de manhã                                  > 2026-11-28 morning
  quinta de manhã, a confirmar                     > 2026-11-26 morning
  quinta à tarde                                   > 2026-11-26 afternoon
  amanhã de manhã                                  > 2026-11-25 morning
  sexta de tarde                                   > 2026-11-27 afternoon
  amanhã                                           > 2026-11-25
  quinta                                           > 2026-11-26
  dia 3                                            > 2026-12-03
  3 de dezembro                                    > 2026-12-03
  sáb 5/12                                         > 2026-12-05
  9h                                               > 09:00
  às 9h                                            > 09:00
  9 da manhã                                       > 09:00
  das 9 às 11                                      > 09:00-11:00
  meio-dia                                         > 12:00
  próxima terça 9h                                 > 2026-12-01 09:00 | 2026-12-08 09:00
  na próxima quinta às 14h                         > 2026-11-26 14:00 | 2026-12-03 14:00
  terça que vem 15h                                > 2026-12-01 15:00 | 2026-12-08 15:00
  quinta da semana que vem 9h                      > 2026-12-03 09:00
  1/12 15h                                         > 2026-12-01 15:00 | 2027-01-12 15:00
  3/12 às 9h                                       > 2026-12-03 09:00 | 2027-03-12 09:00
  quinta às 3                                      > 2026-11-26 03:00 | 2026-11-26 15:00
  quinta 2h                                        > 2026-11-26 02:00 | 2026-11-26 14:00
  quinta às 3h                                     > 2026-11-26 03:00 | 2026-11-26 15:00
  amanhã às 5                                      > 2026-11-25 05:00 | 2026-11-25 17:00
  terça 11h                                        > 2026-11-24 11:00 | 2026-12-01 11:00
  quinta meia-noite                                > 2026-11-26 00:00 | 2026-11-27 00:00
  quinta 10 às 11                                  > 2026-11-26 10:00-11:00 | 2026-12-10 11:00
  hj 15h                                           > 2026-11-24 15:00
  às 10 horas de segunda                           > 2026-11-30 10:00
  segunda 14h30 às 16h                             > 2026-11-30 14:30-16:00
  amanhã, 9h30                                     > 2026-11-25 09:30
  amanha de tarde 3h                               > 2026-11-25 15:00
~ dias 3 e 4 de dezembro                           > no_date
~ segunda 10 horas                                 > no_date
~ quinta 9h 9h                                     > no_date
~ quinta às 10 9h                                  > no_date
~ às 3                                             > 03:00 | 15:00
~ umas 9h                                          > no_date
~ lá pelas 9h                                      > no_date
~ pelas 9h de quinta                               > no_date
~ por volta das 9h                                 > no_date
~ quinta tipo 9h                                   > no_date
~ quinta cedo                                      > no_date
~ quinta à noite                                   > no_date
~ hoje à noite                                     > no_date
~ quinta ou sexta 9h                               > no_date
~ quinta e sexta 9h                                > no_date
~ de segunda a sexta                               > no_date
~ não quinta                                       > no_date
~ até quinta 9h                                    > no_date
~ depois das 9h de quinta                          > no_date
~ toda quinta 9h                                   > no_date
~ todas as quintas 9h                              > no_date
~ semana que vem                                   > no_date
~ ontem 9h                                         > no_date
~ hoje 9h                                          > past
~ 20 de novembro 9h                                > past
~ 20/11 9h                                         > past
~ quinta 4 de dezembro 9h                          > not_that_weekday
  quinta 9 às 11                                   > 2026-11-26 09:00-11:00 ?
~ quarta 3/12 9h                                   > not_that_weekday
~ 30 de fevereiro 9h                               > no_such_date
~ 31/11 9h                                         > no_such_date
~ 9h da tarde                                      > no_date
~ 15h da manhã                                     > no_date
~ meia-noite                                       > no_date
~ quinta das 11h às 9h                             > end_before_start
~ quinta 9h 11h                                    > no_date
~ quinta 9h 0h                                     > end_before_start
~ em 2 horas                                       > no_date
~ 3 de dezembro de 2028 9h                         > too_far
~ 14 de março de 2027 às 2h30                      > no_such_hour
~ quinta 9h horário de Boston                      > no_date
~ me busca quinta 9h                               > no_date
~ 5a                                               > no_date
--
  Quinta 9h                                        > 2026-11-26 09:00
  QUINTA ÀS 9H                                     > 2026-11-26 09:00
  quinta às 9 horas                                > 2026-11-26 09:00
  quinta-feira às 9h                               > 2026-11-26 09:00
  quinta-feira, às 9h00                            > 2026-11-26 09:00
  quinta as 9 da manha                             > 2026-11-26 09:00
  quinta de manhã às 9                             > 2026-11-26 09:00
  quinta pela manhã 9h                             > 2026-11-26 09:00
  quinta 9hs                                       > 2026-11-26 09:00
  quinta 9 hs                                      > 2026-11-26 09:00
  quinta 9hrs                                      > 2026-11-26 09:00
  quinta 9:00hs                                    > 2026-11-26 09:00
  5a feira às 9h                                   > 2026-11-26 09:00
  qui. 9h30                                        > 2026-11-26 09:30
~ qui 15h30min                                     > 2026-11-26 15:30
  qui 15:30h                                       > 2026-11-26 15:30
  qui 9h às 11h                                    > 2026-11-26 09:00-11:00
  qui 9h-11h                                       > 2026-11-26 09:00-11:00
  qui das 9 às 11                                  > 2026-11-26 09:00-11:00
  qui das 9h às 11h30                              > 2026-11-26 09:00-11:30
  qui das 9 as 11h                                 > 2026-11-26 09:00-11:00
  qui de 9 a 11h                                   > 2026-11-26 09:00-11:00
  qui 9 às 11h                                     > 2026-11-26 09:00-11:00 ?
  qui. 03/12 às 9h30                               > 2026-12-03 09:30
  quinta, 3/12, 9h                                 > 2026-12-03 09:00
  quinta dia 3 às 9h                               > 2026-12-03 09:00
  quinta-feira dia 3 de dezembro às 9h             > 2026-12-03 09:00
  quinta-feira, 3 de dezembro de 2026, às 9h       > 2026-12-03 09:00
  3 de dez 9h                                      > 2026-12-03 09:00
  3 dez. 9h                                        > 2026-12-03 09:00
  3/dez 9h                                         > 2026-12-03 09:00
  03/dez às 9h                                     > 2026-12-03 09:00
  dia 3 de dezembro às 9 da manhã                  > 2026-12-03 09:00
~ dia 3/12 às 9h                                   > ?
  3/12 9h                                          > 2026-12-03 09:00 | 2027-03-12 09:00
~ 3/12/2026 9h                                     > 2026-12-03 09:00
~ 03/12/26 às 9h                                   > 2026-12-03 09:00
~ 03.12.2026 9h                                    > 2026-12-03 09:00
  15/12 14h                                        > 2026-12-15 14:00
  15/12 às 14h30                                   > 2026-12-15 14:30
  15/12/2026 às 14:30                              > 2026-12-15 14:30
  15/12/26, 14h                                    > 2026-12-15 14:00
  ter 15/12 14h                                    > 2026-12-15 14:00
  terça-feira 15/12 às 2 da tarde                  > 2026-12-15 14:00
  terca 15/12 14h                                  > 2026-12-15 14:00
  qua 2/12 14:00                                   > 2026-12-02 14:00
  quarta 02/12 14:00-16:00                         > 2026-12-02 14:00-16:00
  qua. 2 dez 14h às 16h                            > 2026-12-02 14:00-16:00
  segunda dia 30 às 8 da manhã                     > 2026-11-30 08:00
  segunda, dia 30, 8h                              > 2026-11-30 08:00
  seg 30/11 8h                                     > 2026-11-30 08:00
  seg 30 8h                                        > 2026-11-30 08:00
  segunda 30 de novembro 8h da manhã               > 2026-11-30 08:00
  2ª feira 8h30                                    > 2026-11-30 08:30
  2a-feira 8h30                                    > 2026-11-30 08:30
  dia 30 às 8h                                     > 2026-11-30 08:00
  no dia 30 às 8h                                  > 2026-11-30 08:00
  na segunda às 8h                                 > 2026-11-30 08:00
  segunda às 8 e meia                              > 2026-11-30 08:30
  segunda às oito e meia da manhã                  > 2026-11-30 08:30
~ segunda 8h e meia                                > 2026-11-30 08:30
  segunda às 8 e 15                                > 2026-11-30 08:15
  segunda às 8:15 da manhã                         > 2026-11-30 08:15
~ segunda às quinze pras nove da manhã             > 2026-11-30 08:45
~ segunda 15 para as 3 da tarde                    > 2026-11-30 14:45
  segunda às 3 da tarde                            > 2026-11-30 15:00
  segunda às três e meia da tarde                  > 2026-11-30 15:30
  segunda 3h da tarde                              > 2026-11-30 15:00
  segunda à tarde 3h                               > 2026-11-30 15:00
  segunda à tarde                                  > 2026-11-30 afternoon
  segunda de manhã                                 > 2026-11-30 morning
  segunda à tarde, 15h                             > 2026-11-30 15:00
  segunda meio-dia                                 > 2026-11-30 12:00
  segunda ao meio dia                              > 2026-11-30 12:00
  segunda meio-dia e meia                          > 2026-11-30 12:30
~ segunda meia-noite                               > ?
  segunda às 12h                                   > 2026-11-30 12:00
  segunda 12h30                                    > 2026-11-30 12:30
  segunda às 12                                    > 2026-11-30 12:00
  segunda à 1 da tarde                             > 2026-11-30 13:00
  segunda à uma e meia da tarde                    > 2026-11-30 13:30
  segunda 13h                                      > 2026-11-30 13:00
  segunda às 13 horas                              > 2026-11-30 13:00
  segunda 1300                                     > 2026-11-30 13:00
  segunda às 7                                     > 2026-11-30 07:00 | 2026-11-30 19:00
  segunda às 6 e meia                              > 2026-11-30 06:30 | 2026-11-30 18:30
  segunda 7h                                       > 2026-11-30 07:00 | 2026-11-30 19:00
  segunda às 7h da noite                           > 2026-11-30 19:00
  segunda 7 da noite                               > 2026-11-30 19:00
  segunda 19h                                      > 2026-11-30 19:00
  segunda às 5 da madrugada                        > 2026-11-30 05:00
  segunda 9 am                                     > 2026-11-30 09:00
  segunda 2pm                                      > 2026-11-30 14:00
  segunda                                          > 2026-11-30
  segunda-feira                                    > 2026-11-30
  às 14h                                           > 14:00
  hoje às 15h                                      > 2026-11-24 15:00
  hoje 15h                                         > 2026-11-24 15:00
  hoje às 3 da tarde                               > 2026-11-24 15:00
  hoje à tarde às 3                                > 2026-11-24 15:00
  hoje de noite às 8                               > 2026-11-24 20:00
~ hoje às 9h                                       > ?
~ hoje às 9                                        > ?
  hoje                                             > 2026-11-24
  amanha as 9h                                     > 2026-11-25 09:00
  amanhã de manhã às 9                             > 2026-11-25 09:00
  amanhã de manhã 9h30                             > 2026-11-25 09:30
~ amanhã cedo                                      > ?
~ amanhã cedinho 7h                                > ?
  amanhã à tarde                                   > 2026-11-25 afternoon
  amanhã à noite às 7                              > 2026-11-25 19:00
  amanhã 14h-16h                                   > 2026-11-25 14:00-16:00
  amanhã das 2 às 4 da tarde                       > 2026-11-25 14:00-16:00
~ amnhã 9h                                         > ?
  amanhã às nove                                   > 2026-11-25 09:00
  amanhã às nove horas                             > 2026-11-25 09:00
  depois de amanhã 10h                             > 2026-11-26 10:00
  depois de amanha as 10 da manha                  > 2026-11-26 10:00
  daqui a dois dias às 10h                         > 2026-11-26 10:00
  daqui a 2 dias 10h                               > 2026-11-26 10:00
  em dois dias às 10h                              > 2026-11-26 10:00
~ daqui a uma semana                               > ?
~ daqui a oito dias 9h                             > ?
~ daqui a quinze dias 9h                           > ?
~ daqui a 2 horas                                  > ?
  sábado 10h às 12h                                > 2026-11-28 10:00-12:00
  sáb. 28 10h-12h                                  > 2026-11-28 10:00-12:00
  sab 28/11 10h                                    > 2026-11-28 10:00
  sábado das 10 ao meio-dia                        > 2026-11-28 10:00-12:00
  este sábado às 10h                               > 2026-11-28 10:00
  neste sábado às 10                               > 2026-11-28 10:00
~ sábado agora 10h                                 > ?
  sábado 10h por 2 horas                           > 2026-11-28 10:00-12:00
~ sábado 10h 2h                                    > 2026-11-28 10:00-12:00
~ sábado 10h, duração 2h                           > ?
  sábado das 7 às 9                                > 2026-11-28 07:00-09:00 | 2026-11-28 19:00-21:00
~ sábado entre 9 e 11h                             > 2026-11-28 09:00-11:00
  dom 16h45                                        > 2026-11-29 16:45
  domingo às 4:45 da tarde                         > 2026-11-29 16:45
  sexta 8h30                                       > 2026-11-27 08:30
  sex 27/11 8:30                                   > 2026-11-27 08:30
  sexta dia 27 8.30                                > 2026-11-27 08:30
  próxima quinta 9h                                > 2026-11-26 09:00 | 2026-12-03 09:00
  na próxima quinta-feira às 9h                    > 2026-11-26 09:00 | 2026-12-03 09:00
  quinta que vem às 9h                             > 2026-11-26 09:00 | 2026-12-03 09:00
  quinta da próxima semana às 9h                   > 2026-12-03 09:00
  terça 15h                                        > 2026-11-24 15:00 | 2026-12-01 15:00
  ter 1/12 15h                                     > 2026-12-01 15:00 | 2027-01-12 15:00
~ segunda a sexta 9h                               > ?
~ de 3 a 5 de dezembro 9h                          > ?
~ quinta lá pelas 9                                > ?
~ quinta por volta das 9h                          > ?
~ sexta 3 de dezembro 9h                           > ?
~ 12 de novembro 9h                                > ?
  14 de janeiro 13h30                              > 2027-01-14 13:30
  14 jan 13h30                                     > 2027-01-14 13:30
  14/1 13h30                                       > 2027-01-14 13:30
  1º de dezembro 9h                                > 2026-12-01 09:00
  primeiro de dezembro às 9h                       > 2026-12-01 09:00
~ 14 de março 2h30                                 > ?
~ 14/3 às 2:30                                     > ?
~ 25 de setembro 9h                                > ?
  9h de quinta                                     > 2026-11-26 09:00
  às 9h da quinta-feira dia 3                      > 2026-12-03 09:00
~ às 9 da manhã de quinta                          > 2026-11-26 09:00
~ quinta 25h                                       > ?
~ quinta 9h75                                      > ?
~ quinta 9 amanhã                                  > ?
  segunda 8h15                                     > 2026-11-30 08:15
  segunda 08:15                                    > 2026-11-30 08:15
  segunda 08h                                      > 2026-11-30 08:00
  seg. 30/11, 08h15                                > 2026-11-30 08:15
~ segunda-feira (30/11) às 8h                      > ?
  30/11 segunda 8h                                 > 2026-11-30 08:00
  30 de nov às 8h                                  > 2026-11-30 08:00
  dia 30/11 às 8h                                  > 2026-11-30 08:00
  dia 30, às 8 da manhã                            > 2026-11-30 08:00
  terça dia 1º às 14h                              > 2026-12-01 14:00
  terça 1/12 às 14h                                > 2026-12-01 14:00 | 2027-01-12 14:00
  quarta dia 2, 14h30                              > 2026-12-02 14:30
  quarta 14h30 às 16h                              > 2026-11-25 14:30-16:00
  quarta das 14h30 até as 16h                      > 2026-11-25 14:30-16:00
  quarta de 14h a 16h                              > 2026-11-25 14:00-16:00
  amanhã quarta-feira às 10h                       > 2026-11-25 10:00
  amanhã 10 da manhã                               > 2026-11-25 10:00
  amanhã às 10h da manhã                           > 2026-11-25 10:00
~ amanhã a partir das 10h                          > ?
  amanhã meio-dia                                  > 2026-11-25 12:00
  amanhã ao meio-dia e meia                        > 2026-11-25 12:30
  amanhã 1 da tarde                                > 2026-11-25 13:00
~ amanhã uma da tarde                              > 2026-11-25 13:00
  amanhã às duas e meia da tarde                   > 2026-11-25 14:30
  sexta às oito                                    > 2026-11-27 08:00
  sexta às oito e quinze                           > 2026-11-27 08:15
  sexta 8 e meia da noite                          > 2026-11-27 20:30
  sexta à noite, 20h                               > 2026-11-27 20:00
  sexta a noite as 8                               > 2026-11-27 20:00
  sexta 20h30                                      > 2026-11-27 20:30
~ sexta 18 às 20h                                  > ?
  sexta 18h-20h                                    > 2026-11-27 18:00-20:00
  sexta 18h por duas horas                         > 2026-11-27 18:00-20:00
  sábado que vem 10h                               > 2026-11-28 10:00 | 2026-12-05 10:00
  dom. 29 às 16h                                   > 2026-11-29 16:00
  domingo 29/11 16:00                              > 2026-11-29 16:00
  hoje, 15h30                                      > 2026-11-24 15:30
~ hoje mais tarde                                  > ?
  hoje às 4 e meia da tarde                        > 2026-11-24 16:30
  depois de amanhã à tarde, 15h                    > 2026-11-26 15:00
  depois de amanhã                                 > 2026-11-26
  em três dias às 9h                               > 2026-11-27 09:00
  semana que vem quinta 9h                         > 2026-12-03 09:00
  quinta, 3 dez, 9h-11h                            > 2026-12-03 09:00-11:00
  5 jan 2027 9h                                    > 2027-01-05 09:00
  5/1/2027 9h                                      > 2027-01-05 09:00 | 2027-05-01 09:00
  7 de janeiro às 13h                              > 2027-01-07 13:00
"""

TRICKY = """
~ thu 9 3                                          > ?
~ 3-5 dec 9am                                      > ?
~ dec 3-9am                                        > ?
  dec 3 - 9am                                      > 2026-12-03 09:00
  3-12 9am                                         > 2026-12-03 09:00 | 2027-03-12 09:00
~ 3.12 9am                                         > ?
  9-11 thu                                         > 2026-11-26 09:00-11:00
  9-11am dec 3                                     > 2026-12-03 09:00-11:00
~ 12-3 thu                                         > ?
  12-3pm thu                                       > 2026-11-26 12:00-15:00
~ thu 12-3                                         > ?
~ fri 12-4                                         > ?
~ sat 12-5                                         > ?
~ wed 12-2                                         > ?
~ tue 12-1                                         > ?
~ mon 12-7                                         > ?
  fri 12-4pm                                       > 2026-11-27 12:00-16:00
  fri noon-4                                       > 2026-11-27 12:00-16:00
  sat 12-5 2pm                                     > 2026-12-05 14:00
~ thu 12.3 9am                                     > 2026-12-03 09:00
  thu 12.30                                        > 2026-11-26 12:30
~ viernes 11                                       > ?
  viernes 11am                                     > 2026-11-27 11:00
~ jueves 10                                        > ?
  jueves 10 am                                     > 2026-11-26 10:00
  jueves 10 de la mañana                           > 2026-11-26 10:00
  jueves 10 9am                                    > 2026-12-10 09:00
~ jueves 10 a las 9                                > 2026-12-10 09:00
~ miercoles 9                                      > ?
~ sat 12                                           > ?
  sat 12pm                                         > 2026-11-28 12:00
~ thu ten                                          > ?
~ jueves diez                                      > ?
~ quinta dez                                       > ?
  sabado 5 pm                                      > 2026-11-28 17:00
  sabado 5 a las 2 pm                              > 2026-12-05 14:00
  sabado 5 2pm                                     > 2026-12-05 14:00
  el sábado 5 de 2 a 4 pm                          > 2026-12-05 14:00-16:00
~ jueves 10 a 12                                   > 2026-11-26 10:00-12:00
  el 5 a las 5                                     > 2026-12-05 05:00 | 2026-12-05 17:00
  el 25 a las 9                                    > 2026-11-25 09:00
  the 24th 3pm                                     > 2026-11-24 15:00
~ el 24 9am                                        > ?
  1/12 9h                                          > 2026-12-01 09:00 | 2027-01-12 09:00
~ mar 3 9am                                        > 2027-03-03 09:00
~ mar 1 9am                                        > ?
~ mar 8                                            > ?
~ mar 1                                            > ?
  mar 1 de dic 9am                                 > 2026-12-01 09:00
  sat may 8 9am                                    > 2027-05-08 09:00
  may 8 9am                                        > 2027-05-08 09:00
~ set 15 9h                                        > 2027-09-15 09:00
  15 set 9h                                        > 2027-09-15 09:00
~ out 5 9h                                         > ?
  dom 6 dez 10h                                    > 2026-12-06 10:00
~ dia dez de dezembro às dez                       > ?
  ter 8 9h                                         > 2026-12-08 09:00
~ terça 8                                          > ?
~ jueves 9:30 10:30                                > ?
~ jueves 9:30/10:30                                > ?
~ thu 9/10                                         > ?
~ 9/30 thu 9am                                     > ?
  12/3 - 9am                                       > 2026-12-03 09:00 | 2027-03-12 09:00
  12/24 5p-9p                                      > 2026-12-24 17:00-21:00
  thu 11-1                                         > 2026-11-26 11:00-13:00
  thu 10-2                                         > 2026-11-26 10:00-14:00
  thu 8-3                                          > 2026-11-26 08:00-15:00
  thu 5-7                                          > 2026-11-26 05:00-07:00 | 2026-11-26 17:00-19:00
  thu 5-7:30pm                                     > 2026-11-26 17:00-19:30
  thu 11:30-1                                      > 2026-11-26 11:30-13:00
  thu 930-1130                                     > 2026-11-26 09:30-11:30
  fri 830-10                                       > 2026-11-27 08:30-10:00
~ fri 10pm-2am                                     > ?
  thu noon to 3pm                                  > 2026-11-26 12:00-15:00
  6pm tomorrow for 3 hrs                           > 2026-11-25 18:00-21:00
  tomorrow 9 to 5pm                                > 2026-11-25 09:00-17:00
  tomorrow, Wednesday 9am                          > 2026-11-25 09:00
  today tuesday 3pm                                > 2026-11-24 15:00
  hoy martes 3pm                                   > 2026-11-24 15:00
  mañana miércoles a las 9am                       > 2026-11-25 09:00
~ mañana jueves 9am                                > ?
  amanhã quarta 9h                                 > 2026-11-25 09:00
  amanhã, dia 25, 9h                               > 2026-11-25 09:00
  Wed 25 9am                                       > 2026-11-25 09:00
  wed the 25th at 9                                > 2026-11-25 09:00
  Wed Nov 25th 9–10:30a                            > 2026-11-25 09:00-10:30
~ 2026-11-30T14:00:00Z                             > ?
~ 2026-11-30T14:00Z                                > ?
~ 2026-11-30 14:00 UTC                             > ?
~ 2026-12-03T09:00-05:00                           > ?
~ 2026-12-03 09:00:00                              > ?
  Dec 3 9.30                                       > 2026-12-03 09:30
  jueves 3pm a 5                                   > 2026-11-26 15:00-17:00
  3 a 5 pm jueves                                  > 2026-11-26 15:00-17:00
  de 3 a 5 de la tarde el jueves                   > 2026-11-26 15:00-17:00
  jueves 11 am - 1 pm                              > 2026-11-26 11:00-13:00
~ jueves 11am/1pm                                  > ?
~ jueves 12m                                       > ?
~ jueves 9 am a 12 m                               > ?
  thu 12:00                                        > 2026-11-26 12:00
~ thu 24:00                                        > ?
  thu 8p                                           > 2026-11-26 20:00
  thu 9a-10:30a                                    > 2026-11-26 09:00-10:30
~ thu 9am or 10am                                  > ?
~ not thu 9am                                      > ?
~ before thu 9am                                   > ?
~ after 9am thu                                    > ?
~ by 9am thursday                                  > ?
~ until thu 9am                                    > ?
~ desde el jueves 9am                              > ?
~ a partir das 9h quinta                           > ?
~ antes das 9 de quinta                            > ?
~ thu 9am x 2 hours                                > 2026-11-26 09:00-11:00
~ 2 thursdays from now 9am                         > ?
~ Thursday in two weeks 9am                        > ?
~ 3 days from now at 9am                           > ?
~ dentro de una semana a las 9                     > 2026-12-01 09:00
  en 3 dias 9am                                    > 2026-11-27 09:00
~ en 15 dias 9am                                   > ?
~ en 8 dias a las 10                               > ?
  in 8 days 9am                                    > 2026-12-02 09:00
~ weekend 9am                                      > ?
  jan 5 at 7:30a                                   > 2027-01-05 07:30
  ene 5, 2027 7:30 a.m.                            > 2027-01-05 07:30
~ 5 de janeiro de 2027 7h30                        > ?
  5 de janeiro de 2027 às 9h30                     > 2027-01-05 09:30
~ feb 29 9am                                       > ?
~ 11/31 9am                                        > ?
~ 12/0 9am                                         > ?
  Sept 20 9am                                      > 2027-09-20 09:00
~ sept 20 1pm                                      > ?
  dec 24th noon                                    > 2026-12-24 12:00
  hoje às 17                                       > 2026-11-24 17:00
  hoy 17:00                                        > 2026-11-24 17:00
  hoy a las 15                                     > 2026-11-24 15:00
  a las 15 el jueves                               > 2026-11-26 15:00
  jueves a las 21                                  > 2026-11-26 21:00
  jueves a las 8 y cuarto am                       > 2026-11-26 08:15
  jueves nueve treinta am                          > 2026-11-26 09:30
  jueves nueve y treinta                           > 2026-11-26 09:30
  jueves a las nueve treinta                       > 2026-11-26 09:30
  quinta às nove e trinta                          > 2026-11-26 09:30
  quinta às 9 e 30                                 > 2026-11-26 09:30
  quinta nove e meia                               > 2026-11-26 09:30
  quinta dez e meia da manhã                       > 2026-11-26 10:30
  sexta as 14                                      > 2026-11-27 14:00
  sexta às 14 hs                                   > 2026-11-27 14:00
  sexta 14 horas                                   > 2026-11-27 14:00
~ 6ª f. 9h                                         > 2026-11-27 09:00
~ 6a 9h                                            > 2026-11-27 09:00
  seg-feira 9h                                     > 2026-11-30 09:00
~ 2a 9h                                            > 2026-11-30 09:00
  quinta 2 a 4                                     > 2026-11-26 02:00-04:00 | 2026-11-26 14:00-16:00
~ quinta 14 a 16                                   > 2026-11-26 14:00-16:00
  quinta 14h a 16h                                 > 2026-11-26 14:00-16:00
~ quinta 14 às 16h                                 > ?
~ quinta 8 às 10                                   > ?
~ quinta 8 às 10h                                  > ?
~ jueves 4 a las 9                                 > ?
~ viernes 3 a las 5 de la tarde                    > ?
  11/12/26 9am                                     > 2026-12-11 09:00 ?
  11/12/2026 9am                                   > 2026-12-11 09:00 ?
  12/11 9am                                        > 2026-12-11 09:00 ?
  12/11                                            > 2026-12-11 ?
  fri 12/11 9am                                    > 2026-12-11 09:00
~ wed 11/12 9am                                    > ?
~ 12/3/2027 9am                                    > ?
~ 12/3/27 9am                                      > ?
  3/4/27 9am                                       > 2027-03-04 09:00 | 2027-04-03 09:00
~ 10/1 9am                                         > ?
~ monday this week 9am                             > ?
  thursday this week 9am                           > 2026-11-26 09:00
  this week thursday 9am                           > 2026-11-26 09:00
  jueves de esta semana 9am                        > 2026-11-26 09:00
  quinta desta semana 9h                           > 2026-11-26 09:00
~ sunday next week 10am                            > ?
~ next week sunday 10am                            > ?
  next week tuesday 10am                           > 2026-12-01 10:00
  la próxima semana el martes 10am                 > 2026-12-01 10:00
  semana que vem na terça 10h                      > 2026-12-01 10:00
~ thu 2026                                         > ?
~ thu 9 dec 9am                                    > ?
  wed 9 dec 9am                                    > 2026-12-09 09:00
  Wed, 9 Dec, 9 am                                 > 2026-12-09 09:00
~ 413-555-0199                                     > ?
~ thu 413-555-0199                                 > ?
~ thu 555 0199                                     > ?
  9                                                > 09:00
  930                                              > 09:30
  march 14 2:30pm                                  > 2027-03-14 14:30
  march 14 3am                                     > 2027-03-14 03:00
~ march 14 1:30-2:30                               > ?
~ el domingo 14 de marzo a las 2:30                > ?
~ 14/3 2:15                                        > ?
~ thu 9 1st                                        > ?
  tomorrow at 9 thirty                             > 2026-11-25 09:30
  thu 9 fifteen am                                 > 2026-11-26 09:15
  thu five thirty                                  > 2026-11-26 05:30 | 2026-11-26 17:30
  thu seven                                        > 2026-11-26 07:00 | 2026-11-26 19:00
~ thu one                                          > ?
~ jueves una                                       > ?
~ thu 2 hours                                      > ?
~ jueves 2 horas                                   > ?
~ jueves 8 horas                                   > ?
  9 tonight                                        > 2026-11-24 21:00
  8:30 tonight                                     > 2026-11-24 20:30
  2 esta tarde                                     > 2026-11-24 14:00
~ thu 100                                          > ?
  thu 0900                                         > 2026-11-26 09:00
  thu 900-1100                                     > 2026-11-26 09:00-11:00
  thu at 1430                                      > 2026-11-26 14:30
"""
