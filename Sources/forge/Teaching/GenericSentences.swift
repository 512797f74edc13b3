/// Sentences about anything at all, from which `forge teach` learns what is no command of the user's.
///
/// 150 everyday sentences of Tatoeba (tatoeba.org, CC BY 2.0 FR), two rows of each of the 64 intents of HWU64
/// (NLU-Evaluation-Data by Liu et al., CC BY 4.0), and the 100 out-of-scope rows of CLINC150's training split (Larson
/// et al., CC BY 3.0). Those that resemble a command are left out when a head is fitted.
let genericSentences = """
    I thought you'd be different.
    I think they like me.
    How much farther do we have to go?
    My gums are swollen.
    Our problems are nothing compared to hers.
    There is no progress without communication.
    They followed you here.
    We made mistakes.
    Do you want to see some magic?
    I thought that he was angry.
    I wanted to make sure it wasn't us who caused the problem.
    I'm going to get you home.
    He is said to have been strong.
    We're going ahead with this.
    Bring me today's paper, please.
    He came close to losing an eye.
    I know what I did.
    The woman is fat.
    Don't worry. It's OK.
    He gathered up his things and left.
    We'll start whenever you are ready.
    I'm getting used to the weather here.
    We have to find out what we're supposed to do.
    I just can't overlook his rude behavior.
    He is either drunk or mad.
    I don't usually have to work on Sundays.
    He got off with a warning.
    Promise me one thing.
    They washed themselves in the river.
    I'm going to introduce you to my mother-in-law.
    You look European.
    He fills the bill.
    I have a lot of responsibilities.
    I really need to go home and catch some zees.
    He exchanged seats with the next person.
    I'm looking forward to tomorrow.
    It's more polite to say thin than skinny.
    I was never good at grammar.
    I have a good dictionary.
    The rings around Saturn are made up of dust and ice.
    Give up smoking if you want to live long.
    What do you seek?
    She wrote him a long letter, but she didn't mail it.
    Schools are closed for Christmas.
    She is helping him.
    It's a bad example.
    What happened to the rest of the food?
    He has money, but he's not happy.
    I'm free on Sunday.
    Did you buy everything we need for our party?
    My thirteen-year-old is going on her first date tomorrow.
    What a wonderful invention!
    She congratulated me on my success.
    Damacus is located in Syria.
    Will you go to the movies with me?
    Can I kiss you?
    You'll strain your eyes trying to read in this light.
    He wanted to succeed.
    We didn't see her anywhere.
    The boy is swimming with his friends.
    Excuse me for one moment.
    I tried flying from the top of the tree.
    I think I've been here before.
    I look forward to hearing you sing tonight.
    Have you read all of these books?
    If you want to participate, you have to register.
    The new bridge will have been completed by March.
    Let's not be in too much of a hurry.
    It rained for the first time in ten days.
    I'll call you in a couple of days.
    I could be wrong.
    I hesitated about which road to take.
    You can't be at two places at once.
    That's not really my thing.
    There are as many as two hundred cherry trees in this park.
    Why did you sign the confession?
    Get on the bus.
    He has any number of books.
    Don't you have work today?
    It is an option.
    You don't want to do anything rash.
    We've been looking in the wrong places.
    Now she understands what I mean.
    The trains are running according to schedule.
    Why do you think I'm upset?
    I don't believe any of it.
    How often do you shave?
    I'll never forget.
    We have the same barber.
    If I knew anything, I'd tell you.
    He really got to me.
    These cars are big.
    I don't know how to solve this problem.
    My worst nightmare is coming true.
    You're the historian.
    He's going to sit here.
    How do you know that'll happen?
    I always tell the truth.
    She will be here this evening.
    I can't continue doing this.
    I want you to follow orders.
    The teacher read a passage from the Bible to the class.
    Mahjong is a game four people play.
    You two are brothers, right?
    Have you seen the recipe book that I wrote?
    Who are these two boys?
    I forgot to tell you where I put your jacket.
    You're a little liar.
    Is there something that you want?
    I have an early memory of my grandmother darning socks.
    That was our first encounter.
    What's the longest word in French?
    From now on, I'll try to help you with the work.
    You look horrible.
    The bulb has burned out.
    I don't know how to interpret his words.
    Honesty isn't always the best policy.
    Would you like to have some tea?
    It's a whole new ball game for me.
    I can't help but feel a little relieved.
    I should clean the room.
    Wisdom is better than riches.
    Does that make it clearer?
    It's hard to tell.
    I don't know what to believe anymore.
    I have dishonored my family.
    My bike has a flat tire.
    Consider it done.
    You're confused.
    You don't have to go unless you want to.
    The portions are huge at this restaurant.
    The soldiers were ordered to make an attack.
    We're going shopping.
    I lost my handkerchief.
    I just assumed everything was going to be OK.
    He didn't want to get in trouble.
    I hear his business is on the verge of ruin.
    I've never used a hacksaw before. Could you show me how?
    This is all on me.
    She will give birth in July.
    That runs against my principles.
    You have to go on living.
    As usual, he was the last to arrive at the theater.
    She is not so much a singer as a comedian.
    There are a lot of sheep in the pasture.
    I just need some advice.
    I have such bad luck.
    Which train are you catching?
    We had a lot of fun together today, didn't we?
    We're friends, right?
    what alarms do i got
    what time will my alarm wake me up
    remove my four am alarm
    remove my early alarms
    set the alarm for tomorrow five am
    wake me up at seven am
    lower the volume please
    lower the volume on the speakers
    turn off the sounds
    mute sound on speakers please
    change the speaker volume to sixty five percent
    on the music player set the volume level at sixty
    please check my reminders
    first week of march meetings
    cancel tomorrow's meeting
    remove sample meeting from calendar app
    add my car payment on the twelfth in my calendar
    remind me to pick up john from the airport tonight at eight
    tell me the best recipes for a given dish
    how can we prepare biriyani
    can you change my time zone to central
    when it is nine in the east what time is it in the west
    give me the time
    give me the current time
    add a new email in my contacts from john
    add the new email to my contacts
    do i have any new emails in my inbox today
    when did dave matthews email me about the contract
    can you please give me john's email
    what is email id of john
    send an email to bob
    send email to marissa
    you've gotten your understanding correcly.
    yeah you've got my instructions right.
    that is enough, stop it.
    olly please could you cancel.
    i want you check the last thing i said please.
    will you check what i said please.
    any one will be fine.
    anything would be good.
    s2, i didn't quite catch that.
    please explain me more on what you've just said.
    say a funny
    tell me a good joke
    i am sorry but it's not the right answer.
    oh no, this was not what i was searching for.
    that was helpful,.
    thank you so much for the help, olly.
    what is my location
    i would like to crack jokes
    can you speak once again please.
    could you speak once more please.
    clear the dust and then on the cleaner
    start vacuuming
    coffee
    instruct the coffee maker to make a filter coffee ready in ten minutes
    make light color red
    change color of the light to red outside the house
    bed room two darken
    reduce the lights
    all lights has to be turned off during the day
    please turn off any lights that are still on
    light up the lights in the kitchen
    clap on
    make it brighter in here
    increase the brightness in this room
    turn off kettle socket
    turn off my wemo plug socket
    enable smart socket
    turn on my wemo socket
    bring up the grocery list and add
    create a playlist
    tell me about the list
    do i have anything lists made for christmas shopping
    please delete list titled kickball
    please remove a list
    add this song to my catalogue
    save that song and my opinion
    nine hundred and ninety nine fm is currently playing what music
    recommend songs based on my playlist
    please add this song to work out playlist
    replay the musics
    get me the latest news in new york
    any recent news about north korea
    continue playing my book of vitamins
    resume joes book from where i left off last time
    please play clash of clans
    let's play never have i ever
    song next please
    play all the latest pop songs
    please start joe rogan podcast please
    skip to next
    on the radio it is time for good music
    i want to hear this week's midweek motorsport
    what is the currency conversion charges applicable
    tell me the exchange rate of ten dollar to euro
    describe a tomatillo
    tell me what a freeway is
    what is the size of the united states
    how old was elvis when he died
    add five plus eighteen minus four please
    i need to figure out this percentage
    whats the stock price of apple
    show stock of goog
    any local activities you can recommend in my area
    local show
    is there any grocery nearby
    what mexican food is around me
    what should i watch today
    what's playing in the roosendaal cinema
    write a tweet of complaint about my tv to samsung
    i have a complaint
    can you please update me on the latest tweets from my feed
    give me my social media update
    hi i want to order fried chick with white sauce
    order some fried chicken from church's chicken via grubhub
    domino's delivery status
    ask if deliver
    search for trains leaving tonight for london
    please give me directions to a park near me
    i need a ride in an hour
    book an uber to pick me up now
    book a train ticket from orlando to chicago
    book a train ticket to boston tomorrow
    how is traffic
    what's traffic look like over the golden gate bridge
    is the weather bad in new york right now
    any signs of rain
    how much is an overdraft fee for bank
    why are exponents preformed before multiplication in the order of operations
    what size wipers does this car take
    where is the dipstick
    how much is 1 share of aapl
    how is glue made
    any headlines from my area
    what is the largest state in the us
    what is the current market trend
    what is the most popular airline
    what is the formula for the circumference of a circle
    what are some ways to reduce spending
    what time does the louvre open
    are there any local stations covering the moral march in raleigh in februaryu
    how many planets have we discovered
    how do i change my billing address
    how do i open an online line of credit
    how do i remove a coffee blemish
    how expensive is an apple share
    where can i find the cruise control on my kia sportage 2010
    how many sides are in a hexagon
    how fast does an airplane travel
    is it worth investing in target
    i need to speak to customer service regarding my flight
    how long do wire transfers take
    what are some deals on amazon
    what city is the super bowl
    what trees change color in autumn
    do people prefer summer over fall
    how long is winter
    what were some of ben franklin's notable accomplishments
    where was john denver born
    where did abraham lincoln live
    when was kobe bryant born
    who's toledo's starting point guard for the next game
    how many players are on the chicago bulls
    who is the coach of the chicago bulls
    when do the utah jazz play next
    what other nations were involved in the chinese trade war
    what years has korea been at war
    when was the theory of evolution first considered
    who formulated the theory of relativity
    what stage of evolution am i
    what other personality type is most compatible with infjs
    what does my personality mean
    what's the most dominant scale in bluegrass
    what year was saxaphone first played
    which piano is best for classical
    is k-12 education required outside of the united states
    what are the benefits of completing college
    are you able to answer algebra equations
    can you help me study for a history exam
    how many points per game is lebron james averaging this season
    what team does eli mannign play for
    get me dwight howard shooting average
    can you list me tiger wood's stats
    what's the runtime of all the lord of the rings movies combined
    which character is the most famous from titanic
    how many oscars did star wars films win
    what year was shawshank redemption released
    which marvel character has appeared in the most movies
    when's the next movie starring thor set to come out
    who was the first capcom character
    are any justice league movies coming out
    can you tell me something about the nfl
    please explain the catch rule to me
    is there overtime in college football
    when did the mls start
    what's the best price on super smash bros ultimate right now
    what is the highest earning game on atari
    when is the next nintendo direct
    when was nintendo created
    please find the capital of pakistan and its population
    how many people live in taiwan
    what are some of picasso's most famous works
    what are van gogh's best pieces
    where can i see art
    when did camus die
    how much money does radiohead earn a year
    who is radiohead
    what's the biggest saas marketing company in the united states
    how do i start my own marketing firm
    how can i get involved in restaurant marketing
    what is saas marketing
    what do you call someone who was born in segovia
    what is rhineland
    who is the scariest character in start trek
    who is the current captain of this ship
    what year was star trek released
    when was toyota created
    who are some notable alumni of ucsd
    what is the next football game
    how many students attend ucsb
    when do classes start
    how can i become an aerospace engineer
    what percentage of species display cold blooded traits
    what does it mean to be an alpha male
    what animals have alpha males
    why do males want to be alpha
    what's the average battery life of an android phone
    """.split(separator: "\n").map(String.init)
